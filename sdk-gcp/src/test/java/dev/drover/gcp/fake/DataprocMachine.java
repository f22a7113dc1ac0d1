package dev.drover.gcp.fake;

import dev.drover.testkit.spark.SparkMachine;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A machine of Dataproc's: what runs on it reads a {@link FakeGcs}, and it has Google's command line tool. */
public final class DataprocMachine {

    private DataprocMachine() {}

    /**
     * A machine.
     *
     * @param gcs the server behind {@code gs://}
     */
    public static SparkMachine at(Path folder, URI gcs) {
        SparkMachine machine = new SparkMachine(folder, Map.of("gs", gcs));
        machine.program("gcloud", CLI);
        return machine;
    }

    /** The part of the command line tool that scripts on a cluster use. */
    private static final String CLI = """
            #!/usr/bin/env bash
            set -euo pipefail
            [ "$1 $2" = "storage cp" ] || { echo "gcloud: unknown command: $1 $2" >&2; exit 2; }
            path=${3#gs://}
            curl --silent --show-error --fail --globoff --noproxy '*' --output "$4" "$STORE_OF_gs/${path// /%20}" ||
              { echo "ERROR: (gcloud.storage.cp) The following URLs matched no objects: $3" >&2; exit 1; }
            """;
}
