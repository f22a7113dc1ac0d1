package dev.drover.standalone.agent;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Keeps driver arguments whole on their way through Spark.
 *
 * <p>Two things happen to them there. A Worker replaces an argument that is exactly <code>{{WORKER_URL}}</code> or
 * <code>{{USER_JAR}}</code>. And a JVM hands over arguments in the encoding of its locale, in a container often
 * plain ASCII, so that other characters become question marks. So an argument that is not simple travels as a prefix
 * and the base64url of its UTF-8, through the Worker, {@link DriverMain} and the command line of its child.
 */
public final class Arguments {

    private static final String PREFIX = "drover64:";

    private Arguments() {}

    /**
     * Prepares one argument for a submission.
     *
     * @param argument any text
     * @return the text to send, the same where nothing can happen to it
     */
    public static String encode(String argument) {
        boolean simple = argument.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (simple && !argument.startsWith("{{") && !argument.startsWith(PREFIX)) {
            return argument;
        }
        byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Undoes {@link #encode} for each argument. */
    static List<String> decode(List<String> arguments) {
        return arguments.stream().map(Arguments::decode).toList();
    }

    private static String decode(String argument) {
        if (!argument.startsWith(PREFIX)) {
            return argument;
        }
        byte[] bytes = Base64.getUrlDecoder().decode(argument.substring(PREFIX.length()));
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
