package dev.drover.samples.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One request, by somebody whose token was good, or by anybody where no token is asked for.
 *
 * @param path the values for the names in the route's path
 * @param query the parameters of the address
 * @param headers the first value of a header
 */
record Call(
        Optional<User> caller,
        Map<String, String> path,
        Map<String, String> query,
        Function<String, Optional<String>> headers,
        InputStream body) {

    /** Only where the route asks for one. */
    User user() {
        return caller.orElseThrow();
    }

    String segment(String name) {
        return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** A whole number, or what holds if there is none. */
    long number(String name, long usual, long least, long most) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return usual;
        }
        long value = text.get().matches("[0-9]{1,18}") ? Long.parseLong(text.get()) : -1;
        if (value < least || value > most) {
            throw HttpProblem.badRequest("'" + name + "' is a whole number from " + least + " to " + most + ".");
        }
        return value;
    }

    Optional<String> header(String name) {
        return headers.apply(name);
    }

    OptionalLong length() {
        return header("Content-Length")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }

    /** The whole body. */
    byte[] body(int most) throws IOException {
        byte[] bytes = length().orElse(0) > most ? new byte[most + 1] : body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw tooLarge(most);
        }
        return bytes;
    }

    static HttpProblem tooLarge(long most) {
        return new HttpProblem(413, "TOO_LARGE", "The body of this request has at most " + most + " bytes.");
    }
}
