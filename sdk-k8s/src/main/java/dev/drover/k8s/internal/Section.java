package dev.drover.k8s.internal;

import dev.drover.DroverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster, a user or a context in a kubeconfig file, or a part of one.
 *
 * @param title which one it is, to begin a message with
 */
record Section(ConfigFile file, String title, Map<?, ?> content) {

    Optional<String> text(String name) {
        Object value = content.get(name);
        if (value instanceof Map || value instanceof List) {
            throw DroverException.invalid(title + " needs a text as " + name + ".");
        }
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isBlank());
    }

    String require(String name) {
        return text(name).orElseThrow(() -> DroverException.invalid(title + " lacks " + name + "."));
    }

    boolean is(String name) {
        return "true".equals(String.valueOf(content.get(name)));
    }

    boolean has(String name) {
        return content.get(name) != null;
    }

    List<String> texts(String name) {
        Object value = content.get(name);
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    Section section(String name) {
        if (content.get(name) instanceof Map<?, ?> map) {
            return new Section(file, title + ", at " + name + ",", map);
        }
        throw DroverException.invalid(title + " has nothing readable as " + name + ".");
    }

    /** A list of names and values, as for environments. */
    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (content.get(name) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> pair) {
                    pairs.put(String.valueOf(pair.get("name")), String.valueOf(pair.get("value")));
                }
            }
        }
        return pairs;
    }

    Path path(String text) {
        return file.folder().resolve(text).normalize();
    }

    /** What stands in the file in base64 under {@code NAME-data}, or in another one that {@code NAME} tells. */
    Optional<byte[]> dataOrFile(String name) {
        Optional<String> data = text(name + "-data");
        try {
            if (data.isPresent()) {
                return Optional.of(Base64.getMimeDecoder().decode(data.get()));
            }
            Optional<String> other = text(name);
            return other.isPresent() ? Optional.of(Files.readAllBytes(path(other.get()))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw DroverException.invalid(title + " needs base64 as " + name + "-data.");
        } catch (IOException e) {
            throw DroverException.invalid(title + " tells a file as " + name + " that cannot be read: "
                    + path(text(name).orElse("")) + ".");
        }
    }

    /** Which one it is, never its content. */
    @Override
    public String toString() {
        return title;
    }
}
