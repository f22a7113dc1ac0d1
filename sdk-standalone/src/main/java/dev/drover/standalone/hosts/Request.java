package dev.drover.standalone.hosts;

import dev.drover.Content;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that a host is asked for: a verb of {@code host.sh}, its arguments and its data.
 *
 * @param verb of our own, never a user's
 */
record Request(String verb, Safety safety, List<String> args, Content data) {
    private static final String SCRIPT = resource("host.sh");

    /** A question. */
    static Request read(String verb, String... args) {
        return new Request(verb, Safety.READ, List.of(args), Content.of(""));
    }

    /** Something that may be asked for again. */
    static Request keyed(String verb, Object... args) {
        return new Request(verb, Safety.KEYED, words(args), Content.of(""));
    }

    /** Something that may be done once only. */
    static Request unsafe(String verb, Content data, Object... args) {
        return new Request(verb, Safety.UNSAFE, words(args), data);
    }

    private static List<String> words(Object... args) {
        return Stream.of(args).map(String::valueOf).toList();
    }

    Request with(Content content) {
        return new Request(verb, safety, args, content);
    }

    /** The whole script, and the data behind it. */
    void writeTo(String folder, OutputStream in) throws IOException {
        String call = Stream.concat(Stream.of(verb, folder), args.stream())
                .map(Request::quote)
                .collect(Collectors.joining(" "));
        in.write(("{\n" + SCRIPT + "main " + call + "\nexit $?\n}\n").getBytes(StandardCharsets.UTF_8));
        try (InputStream content = data.open()) {
            content.transferTo(in);
        }
        in.flush();
    }

    /** One word for a POSIX shell, whatever is in it. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    static String resource(String name) {
        try (InputStream in = Request.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of the class path cannot be read", e);
        }
    }

    /** Without the arguments, which may be long and are the user's. */
    @Override
    public String toString() {
        return verb;
    }
}
