package dev.drover.samples.multimno;

import dev.drover.testkit.spark.SparkMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A python3 that only notes what it is told, and a {@code spark-submit} that does what the components do about their exit codes:
 * it fails where the setting is missing.
 */
final class PretendedPython {
    private final Path log;

    PretendedPython(Path log) {
        this.log = log;
    }

    Consumer<SparkMachine> programs() {
        return machine -> {
            machine.program("python3", PYTHON.replace("@log@", log.toString()));
            machine.program("spark-submit", SUBMIT.replace("@log@", log.toString()));
        };
    }

    /** The lines of one program, without its name. */
    List<String> told(String program) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(program + ": "))
                .map(line -> line.substring(program.length() + 2))
                .toList();
    }

    private static final String PYTHON = """
            #!/usr/bin/env bash
            set -eu
            printf 'python: %s\\n' "$*" >> '@log@'
            case "$*" in
              "-m venv "*) mkdir -p "${!#}/bin" && cp "$0" "${!#}/bin/python" ;;
              "-m pip install "*)
                while [ "$1" != --find-links ]; do shift; done
                ls "$2" | sed 's/^/python: offline: /' >> '@log@'
                ;;
            esac
            """;

    private static final String SUBMIT = """
            #!/usr/bin/env bash
            set -eu
            printf 'spark-submit: %s\\n' "$*" >> '@log@'
            while [ $# -gt 3 ]; do shift; done
            case $3 in
              s3://*) aws s3 cp --quiet "$3" own.ini ;;
              gs://*) gcloud storage cp "$3" own.ini ;;
            esac
            if [ "$1" = StayDetection ] && ! grep -q '^minimum_minutes' own.ini; then
              echo 'Traceback (most recent call last):' >&2
              echo '  File "mobility/stays.py", line 24, in execute' >&2
              echo "configparser.NoOptionError: No option 'minimum_minutes' in section: 'StayDetection'" >&2
              exit 1
            fi
            """;
}
