package dev.drover.testkit.mem;

import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.testkit.app.ConformanceApp;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Scripts what {@link ConformanceApp}, commands and SQL do on a real cluster. */
final class PretendedApp {
    private static final Duration SHORT = Duration.ofSeconds(20);

    private PretendedApp() {}

    static void install(MemPlatform platform) {
        platform.onJob(job -> job instanceof SparkJar, job -> jar((SparkJar) job));
        platform.onJob(job -> job instanceof Command, job -> command((Command) job));
        platform.onJob(job -> job instanceof SparkSql, job -> sql((SparkSql) job));
    }

    private static JobScript jar(SparkJar job) {
        if (job.jar().fileName().equals("no-such.jar")) {
            return failed("java.nio.file.NoSuchFileException: " + job.jar());
        }
        if (!job.mainClass().equals(ConformanceApp.class.getName())) {
            return failed("java.lang.ClassNotFoundException: " + job.mainClass());
        }
        List<String> args = job.options().args();
        String first = args.size() > 1 ? args.get(1) : "";
        return switch (args.get(0)) {
            case "echo" -> JobScript.succeed(SHORT).printing(echo(args.subList(1, args.size())));
            case "exit" -> JobScript.fail(SHORT, Integer.parseInt(first), "");
            case "throw" ->
                failed("java.lang.IllegalStateException: outer\n\tat a.B.c(B.java:1)\nCaused by: "
                        + "java.lang.UnsupportedOperationException: " + first);
            case "hang" -> JobScript.hang().printing("hanging\n");
            case "env" -> JobScript.succeed(SHORT).printing("env " + first + "=" + variable(job, first) + "\n");
            case "property" ->
                JobScript.succeed(SHORT)
                        .printing(
                                "property " + first + "=" + job.options().conf().get(first) + "\n");
            case "lines" -> JobScript.succeed(SHORT).printing(lines(Integer.parseInt(first)));
            default -> throw new IllegalArgumentException(args.get(0));
        };
    }

    private static JobScript failed(String trace) {
        return JobScript.fail(SHORT, 1, "Exception in thread \"main\" " + trace + "\n\tat a.B.main(B.java:2)\n");
    }

    private static String echo(List<String> words) {
        return IntStream.range(0, words.size())
                .mapToObj(i -> "argument " + i + " [" + words.get(i) + "]\n")
                .collect(Collectors.joining("", "", "arguments " + words.size() + "\n"));
    }

    private static String variable(JobSpec job, String name) {
        return job.options().env().containsKey(name)
                ? job.options().env().get(name)
                : job.options().secrets().get(name).reveal();
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i + " äöü€\n").collect(Collectors.joining());
    }

    private static JobScript command(Command job) {
        List<String> args = job.options().args();
        return job.program().equals("printf")
                ? JobScript.succeed(SHORT)
                        .printing(args.stream()
                                .skip(1)
                                .map(arg -> "[" + arg + "]\n")
                                .collect(Collectors.joining()))
                : JobScript.fail(SHORT, 2, "");
    }

    private static JobScript sql(SparkSql job) {
        return job.text().orElseThrow().contains("no_such_table")
                ? failed("org.apache.spark.sql.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] no_such_table")
                : JobScript.succeed(SHORT).printing("text\ttotal\na;b\t6\n");
    }
}
