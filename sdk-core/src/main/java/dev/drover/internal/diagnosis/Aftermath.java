package dev.drover.internal.diagnosis;

import java.util.List;
import java.util.regex.Pattern;

/** Exceptions that follow from an end that something else has caused. */
final class Aftermath {

    private record Rule(Pattern exception, Pattern message) {
        boolean matches(Thrown thrown) {
            return exception.matcher(thrown.exception().orElse("")).find()
                    && message.matcher(thrown.message()).find();
        }
    }

    private static final List<Rule> RULES = List.of(
            rule("", "SparkContext (?:was|has been|is) (?:shut ?down|stopped)"),
            rule("IllegalStateException$", "stopped SparkContext"),
            rule("SparkException$", "Could not find \\S++\\.|RpcEnv (?:already )?stopped"),
            rule("SparkUserAppException$", ""));

    private Aftermath() {}

    static boolean matches(Trace trace) {
        return trace.chain().stream().anyMatch(thrown -> RULES.stream().anyMatch(rule -> rule.matches(thrown)));
    }

    private static Rule rule(String exception, String message) {
        return new Rule(Pattern.compile(exception), Pattern.compile(message));
    }
}
