package dev.drover.internal.diagnosis;

import dev.drover.RootCause.Category;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which kind of trouble an exception stands for. The first rule that matches decides: what a message says for certain
 * goes before what a class is called, and what has a narrow meaning before what has a wide one.
 */
final class Categories {

    private record Rule(Category category, Pattern exception, Pattern message) {
        boolean matches(Thrown thrown) {
            return exception.matcher(thrown.exception().orElse("")).find()
                    && message.matcher(thrown.message()).find();
        }
    }

    private static final String ANY = "";

    private static final List<Rule> RULES = List.of(
            // Memory. Spark's executors exit with 52 when their heap is full; 137 is the kernel's or a container's
            // kill.
            rule(Category.OUT_OF_MEMORY, "OutOfMemoryError|MemoryError$", ANY),
            rule(Category.OUT_OF_MEMORY, ANY, "exceeding (?:physical |virtual )?memory limits|OOMKilled"),
            rule(Category.OUT_OF_MEMORY, ANY, "insufficient memory for the Java Runtime Environment"),
            rule(Category.OUT_OF_MEMORY, ANY, "ExecutorLostFailure .*\\b(?:code|status):? (?:is )?(?:52|137)\\b"),
            // Processes that went away.
            rule(Category.LOST_CAPACITY, ANY, "ExecutorLostFailure|Master removed our application"),
            rule(Category.LOST_CAPACITY, ANY, "worker was lost"),
            // Words of Kubernetes: a machine's, the scheduler's.
            rule(
                    Category.LOST_CAPACITY,
                    ANY,
                    "^(?:Evicted|Preempting|PreemptionByScheduler|NodeLost|NodeShutdown|Terminated)\\b"),
            rule(
                    Category.LOST_CAPACITY,
                    ANY,
                    "^(?:TerminationByKubelet|DeletionByTaintManager|Unschedulable|driver pod not found|Driver removed)\\b"),
            rule(Category.LOST_CAPACITY, ANY, "All masters are unresponsive|Python worker exited unexpectedly"),
            // Limits.
            rule(Category.QUOTA, ANY, "No space left on device|(?i)quota exceeded|exceeded .{0,40}quota"),
            rule(Category.QUOTA, ANY, "Insufficient '[^']{1,80}' quota"),
            rule(Category.QUOTA, ANY, "bigger than (?:local )?(?:maxResultSize|spark\\.driver\\.maxResultSize)"),
            // Rights. The JDK reports a file that may not be read as one that is not found.
            rule(Category.PERMISSION, ANY, "Permission denied|Operation not permitted|Read-only file system"),
            rule(Category.PERMISSION, ANY, "Permission '[^']{1,80}' denied"),
            rule(Category.PERMISSION, ANY, "^Mkdirs failed to create "),
            rule(Category.PERMISSION, "AccessDenied|AccessControl|PermissionError$|SecurityException$", ANY),
            // Code that is not there.
            rule(Category.MISSING_CLASS, "ClassNotFound|NoClassDefFound|ModuleNotFoundError$|ImportError$", ANY),
            rule(Category.MISSING_CLASS, "UnsupportedFileSystemException$", ANY),
            rule(Category.MISSING_CLASS, "NoSuchFile|FileNotFound", "\\.jar\\b"),
            rule(Category.MISSING_CLASS, ANY, "^Error: (?:Failed to load|Could not find or load main) class"),
            rule(Category.MISSING_CLASS, ANY, "DATA_SOURCE_NOT_FOUND|Failed to find data source"),
            rule(Category.MISSING_CLASS, ANY, "can't open file|command not found"),
            rule(
                    Category.MISSING_CLASS,
                    ANY,
                    "^(?:ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull)\\b"),
            rule(Category.MISSING_CLASS, ANY, "Cannot run program .*No such file"),
            // Data that is not there.
            rule(Category.MISSING_INPUT, ANY, "PATH_NOT_FOUND|(?i)path does not exist|FILE_NOT_EXIST"),
            rule(Category.MISSING_INPUT, ANY, "(?:TABLE_OR_VIEW|SCHEMA|TABLE)_NOT_FOUND"),
            rule(Category.MISSING_INPUT, "FileNotFound|NoSuchFile|InvalidInputException$", ANY),
            // Time.
            rule(Category.TIMEOUT, "Timeout", ANY),
            rule(
                    Category.TIMEOUT,
                    ANY,
                    "^DeadlineExceeded\\b|within the allotted start-up time|in the given time threshold"),
            rule(Category.TIMEOUT, ANY, "Could not execute broadcast in|Futures timed out"),
            rule(Category.USER_CODE, ".", ANY));

    private Categories() {}

    static Category of(Thrown thrown) {
        return RULES.stream()
                .filter(rule -> rule.matches(thrown))
                .findFirst()
                .map(Rule::category)
                .orElse(Category.UNKNOWN);
    }

    private static Rule rule(Category category, String exception, String message) {
        return new Rule(category, Pattern.compile(exception), Pattern.compile(message));
    }
}
