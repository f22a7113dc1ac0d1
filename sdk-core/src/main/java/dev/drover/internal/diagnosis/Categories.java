package dev.drover.internal.diagnosis;

import dev.drover.RootCause.Category;
import java.util.List;
import java.util.regex.Pattern;

/** Which kind of trouble an exception stands for. The first rule that matches decides. */
final class Categories {

    private record Rule(Category category, Pattern exception, Pattern message) {
        boolean matches(String thrown, String said) {
            return exception.matcher(thrown).find() && message.matcher(said).find();
        }
    }

    private static final List<Rule> RULES = List.of(
            rule(Category.OUT_OF_MEMORY, "OutOfMemoryError|MemoryError$", ""),
            rule(Category.MISSING_CLASS, "ClassNotFound|NoClassDefFound|ModuleNotFoundError|ImportError", ""),
            rule(Category.MISSING_CLASS, "NoSuchFile", "\\.jar$"),
            rule(Category.MISSING_INPUT, "AnalysisException", "PATH_NOT_FOUND|Path does not exist"),
            rule(Category.MISSING_INPUT, "AnalysisException", "TABLE_OR_VIEW_NOT_FOUND"),
            rule(Category.MISSING_INPUT, "FileNotFound|NoSuchFile|InvalidInputException", ""),
            rule(Category.PERMISSION, "AccessDenied|AccessControl|PermissionError|SecurityException", ""),
            rule(Category.QUOTA, "", "No space left on device|quota exceeded"),
            rule(Category.TIMEOUT, "Timeout", ""),
            rule(
                    Category.LOST_CAPACITY,
                    "SparkException",
                    "(?i)executor.*(lost|exited|removed)|Master removed our application"),
            rule(Category.USER_CODE, "", ""));

    private Categories() {}

    static Category of(String exception, String message) {
        return RULES.stream()
                .filter(rule -> rule.matches(exception, message))
                .findFirst()
                .map(Rule::category)
                .orElse(Category.UNKNOWN);
    }

    private static Rule rule(Category category, String exception, String message) {
        return new Rule(category, Pattern.compile(exception), Pattern.compile(message));
    }
}
