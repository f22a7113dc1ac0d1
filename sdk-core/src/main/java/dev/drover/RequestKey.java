package dev.drover;

import dev.drover.spi.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The user's name for one piece of work: create this cluster, run this job. Whoever asks again with the same key gets
 * what was made for it the first time, from any thread or JVM; nothing is made twice.
 *
 * <p>A key says what is to be done ({@code of("etl", "2026-11-21")}), never who asks or how often; it holds no secret,
 * since it is written to logs.
 *
 * @param parts 1 to 16 parts of 1 to 200 characters, without control characters
 */
public record RequestKey(List<String> parts) {
    private static final int LONGEST = 200;

    public RequestKey {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > 16) {
            throw DroverException.invalid("A request key has 1 to 16 parts, not " + parts.size() + ".");
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > LONGEST || part.chars().anyMatch(Character::isISOControl)) {
                throw DroverException.invalid(
                        "A part of a request key has 1 to " + LONGEST + " characters and no control characters.");
            }
        }
    }

    public static RequestKey of(String first, String... more) {
        List<String> parts = new ArrayList<>(1 + more.length);
        parts.add(first);
        parts.addAll(List.of(more));
        return new RequestKey(parts);
    }

    /** A key that nobody else has: for work that may be done again after a crash of this JVM. */
    public static RequestKey random() {
        return of(UUID.randomUUID().toString());
    }

    /**
     * The key of an Airflow task: the same for all its tries, so that a retry finds the run of the try before. An id of more
     * than 200 characters, which Airflow allows, is cut and told apart by a digest.
     *
     * @param mapIndex of a mapped task; null or negative, as Airflow has it, for any other
     * @throws DroverException INVALID_ARGUMENT if an id is empty or holds control characters
     */
    public static RequestKey ofAirflow(String dagId, String runId, String taskId, @Nullable Integer mapIndex) {
        RequestKey task = of(fitting(dagId), fitting(runId), fitting(taskId));
        return mapIndex == null || mapIndex < 0 ? task : task.child(mapIndex.toString());
    }

    private static String fitting(String id) {
        if (id.length() <= LONGEST) {
            return id;
        }
        String told = "#" + Sha256.hex(id);
        return id.substring(0, LONGEST - told.length()) + told;
    }

    /** The key of a piece of this work. */
    public RequestKey child(String part) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(part);
        return new RequestKey(longer);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws DroverException INVALID_ARGUMENT if the text is no key
     */
    public static RequestKey parse(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '~' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (c == '/') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return new RequestKey(parts);
    }

    /** The parts joined by slashes; a slash or tilde inside a part is written with a tilde before it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            if (!text.isEmpty()) {
                text.append('/');
            }
            text.append(part.replace("~", "~~").replace("/", "~/"));
        }
        return text.toString();
    }
}
