package dev.drover.samples.multimno;

import dev.drover.testkit.spark.SparkMachine;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Gives a machine of a test cloud a real Spark with Python, which runs without YARN, in the driver's process. It reads no
 * object store: scripts and configuration that stand there are fetched first.
 */
final class RealSpark {

    private RealSpark() {}

    /**
     * The programs.
     *
     * @param python the interpreter that the machine has under its usual name
     * @param log gets a line for each time that {@code spark-submit} is called
     */
    static Consumer<SparkMachine> at(Path sparkHome, Path python, Path log) {
        String script = SUBMIT.replace("@log@", quoted(log))
                .replace("@spark@", quoted(sparkHome))
                .replace("@java@", quoted(Path.of(System.getProperty("java.home"))));
        return machine -> {
            machine.program("python3", "#!/bin/sh\nexec " + quoted(python) + " \"$@\"\n");
            machine.program("spark-submit", script);
        };
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private static final String SUBMIT = """
            #!/usr/bin/env bash
            set -euo pipefail
            printf '%s\\n' "$*" >> @log@
            words=()
            for word in "$@"; do
              here=
              case $word in
                s3://* | gs://*) here=$(mktemp -d)/${word##*/} ;;
              esac
              case $word in
                yarn) word='local[1]' ;;
                s3://*) aws s3 cp --quiet "$word" "$here" && word=$here ;;
                gs://*) gcloud storage cp "$word" "$here" && word=$here ;;
              esac
              words+=("$word")
            done
            export SPARK_HOME=@spark@ JAVA_HOME=@java@ SPARK_LOCAL_IP=127.0.0.1
            exec "$SPARK_HOME/bin/spark-submit" "${words[@]}"
            """;
}
