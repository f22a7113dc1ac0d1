package dev.drover.aws.emr;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.SparkSql;
import dev.drover.aws.emr.EmrOptions.DeployMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The script that the launcher runs for a job. It holds the job's secrets: keep it no longer than the call needs it. */
final class JobScript {
    /** The launcher does not take the code of a process that only waits for the driver's. */
    private static final String WITHOUT_EXIT_CODE = ": > in-yarn\n";

    private static final String STATEMENTS = "statements.sql";

    private JobScript() {}

    static String of(JobSpec job, Attempt attempt, DeployMode mode) {
        StringBuilder script = new StringBuilder();
        variables(job)
                .forEach((name, value) -> script.append("export ")
                        .append(name)
                        .append('=')
                        .append(ShellWords.quote(value))
                        .append('\n'));
        if (job instanceof SparkSql sql) {
            sql.text()
                    .ifPresent(text -> script.append("printf %s ")
                            .append(ShellWords.quote(text))
                            .append(" > " + STATEMENTS + "\n"));
        }
        String words = ShellWords.quote(SparkWords.of(job, attempt, mode, List.of("-f", STATEMENTS)));
        if (mode == DeployMode.CLIENT || job instanceof SparkSql || job instanceof Command) {
            return script.append("exec ").append(words).append('\n').toString();
        }
        return script.append(WITHOUT_EXIT_CODE)
                .append(inYarn(words, attempt.name()))
                .toString();
    }

    private static Map<String, String> variables(JobSpec job) {
        Map<String, String> variables = new TreeMap<>(job.options().env());
        job.options().secrets().forEach((name, secret) -> variables.put(name, secret.reveal()));
        return variables;
    }

    /** The process that waits for an application in YARN does not end it: a signal has to be passed on to YARN. */
    private static String inYarn(String words, String tag) {
        return """
                stop() {
                  yarn application -list -appTags %s | grep -o 'application_[0-9_]*' | sort -u \\
                    | xargs -r -n 1 yarn application -kill
                }
                trap stop TERM INT
                %s &
                waiter=$!
                wait "$waiter"
                code=$?
                while kill -0 "$waiter" 2> /dev/null; do
                  wait "$waiter"
                  code=$?
                done
                exit "$code"
                """.formatted(ShellWords.quote(tag), words);
    }
}
