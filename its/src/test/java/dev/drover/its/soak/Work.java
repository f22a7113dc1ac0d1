package dev.drover.its.soak;

import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of work: all of it follows from its number, so that whoever asks for it asks for the same. Half are jars,
 * half are commands; one in ten fails by itself; those that do not run again when they failed, and of those half when
 * they were lost.
 */
record Work(int number) {
    private static final int MOST_ATTEMPTS = 30;

    /** Does what {@link MarkingApp} does. The sleep must not inherit the lock. */
    private static final String SCRIPT = """
            mark() { echo "$1 $(date +%s%3N) $(pwd -P)" >>"$marks"; }
            marks=$1/$2
            exec 9>"$marks.flock"
            flock -n 9 || mark TOGETHER
            mark BEGUN
            sleep "$(($3 / 1000)).$(($3 % 1000 / 100))" 9>&-
            if [ "$4" = 0 ]; then mark DONE; fi
            exit "$4"
            """;

    RequestKey key() {
        return RequestKey.of("soak", Integer.toString(number));
    }

    boolean fails() {
        return number % 10 == 9;
    }

    SubmitOptions options() {
        if (fails()) {
            return SubmitOptions.DEFAULT;
        }
        return SubmitOptions.builder()
                .onFailed(OnEnded.RERUN)
                .onCancelled(OnEnded.RERUN)
                .onLost(number % 2 == 0 ? OnEnded.RERUN : OnEnded.RETURN)
                .maxAttempts(MOST_ATTEMPTS)
                .build();
    }

    /** Whether the next call starts the next attempt, after one that ended so. */
    boolean goesOn(JobState state, int attempt) {
        return options().on(state) == OnEnded.RERUN && attempt < options().maxAttempts();
    }

    JobSpec job(Setup setup) {
        List<String> args = List.of(
                setup.marks().toString(), Integer.toString(number), Integer.toString(millis()), fails() ? "3" : "0");
        if (number % 4 < 2) {
            return Command.of("bash")
                    .args(Stream.concat(Stream.of("-c", SCRIPT, "work"), args.stream())
                            .toList())
                    .driver(Resources.of(1, 256))
                    .conf("spark.driver.extraJavaOptions", javaOptions(setup))
                    .build();
        }
        return SparkJar.of(StorageUri.of(setup.jar()), MarkingApp.class.getName())
                .args(args)
                .driver(Resources.of(1, 256))
                .conf("spark.driver.extraJavaOptions", javaOptions(setup))
                .build();
    }

    /** One in eight is long enough to be seen beside its next attempt, should it outlive its driver. */
    private int millis() {
        return number % 8 == 4 ? 20_000 : 500 + number % 7 * 300;
    }

    private static String javaOptions(Setup setup) {
        return String.join(" ", Jvm.LIGHT) + " -Djava.io.tmpdir=" + setup.temporary();
    }
}
