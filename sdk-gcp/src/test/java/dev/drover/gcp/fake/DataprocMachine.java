package dev.drover.gcp.fake;

import dev.drover.testkit.spark.SparkMachine;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * A machine of Dataproc's: what runs on it reads a {@link FakeGcs}, and beside Spark it has Google's command line tool,
 * Hadoop's file system and Pig.
 */
public final class DataprocMachine {

    private DataprocMachine() {}

    /**
     * A machine.
     *
     * @param gcs the server behind {@code gs://}
     */
    public static SparkMachine at(Path folder, URI gcs) {
        SparkMachine machine = new SparkMachine(folder, Map.of("gs", gcs));
        machine.program("gcloud", GCLOUD);
        machine.program("hadoop", HADOOP);
        machine.program("pig", PIG);
        return machine;
    }

    /** The part of the command line tool that scripts on a cluster use. */
    private static final String GCLOUD = """
            #!/usr/bin/env bash
            set -euo pipefail
            [ "$1 $2" = "storage cp" ] || { echo "gcloud: unknown command: $1 $2" >&2; exit 2; }
            shift 2
            [ "$1" != --no-user-output-enabled ] || shift
            ask() { curl --silent --show-error --fail --globoff --noproxy '*' "$@"; }
            names() {
              local path=${1#gs://}
              ask "$STORE_OF_gs/storage/v1/b/${path%%/*}/o?delimiter=/&prefix=${path#*/}" | grep -o '"name":"[^"]*' | cut -d '"' -f 4
            }
            case $1 in
              *'/*')
                folder=${1%'*'} path=${1#gs://}
                for name in $(names "$folder"); do
                  ask --output "$2/${name##*/}" "$STORE_OF_gs/${path%%/*}/$name"
                done
                ;;
              *)
                path=${1#gs://}
                ask --output "$2" "$STORE_OF_gs/${path// /%20}" ||
                  { echo "ERROR: (gcloud.storage.cp) The following URLs matched no objects: $1" >&2; exit 1; }
                ;;
            esac
            """;

    /** As much of {@code hadoop fs} as scripts on a cluster use. */
    private static final String HADOOP = """
            #!/usr/bin/env bash
            set -euo pipefail
            [ "$1" = fs ] || { echo "Error: Could not find or load main class $1" >&2; exit 1; }
            verb=$2
            shift 2
            ask() { curl --silent --show-error --fail --globoff --noproxy '*' "$@"; }
            absent() { echo "${verb#-}: \\`$1': No such file or directory" >&2; exit 1; }
            bucket() { local path=${1#gs://}; printf %s "${path%%/*}"; }
            name() { local path=${1#gs://}; path=${path#*/}; printf %s "${path//\\//%2F}"; }
            object() { printf '%s/storage/v1/b/%s/o/%s' "$STORE_OF_gs" "$(bucket "$1")" "$(name "$1")"; }
            case "$verb $#" in
              "-copyToLocal 2")
                [ ! -e "$2" ] || { echo "copyToLocal: \\`$2': File exists" >&2; exit 1; }
                ask --output "$2" "$(object "$1")?alt=media" 2> /dev/null || absent "$1"
                ;;
              "-rm 2")
                [ "$1" = -skipTrash ] || exit 1
                ask --request DELETE "$(object "$2")" 2> /dev/null || absent "$2"
                ;;
              "-put 3")
                [ "$1 $2" = "-f -" ] || exit 1
                path=${3#gs://}
                {
                  printf -- '--part\\r\\nContent-Type: application/json\\r\\n\\r\\n{"name":"%s"}\\r\\n' "${path#*/}"
                  printf -- '--part\\r\\nContent-Type: text/plain\\r\\n\\r\\n'
                  cat
                  printf -- '\\r\\n--part--\\r\\n'
                } | ask --output /dev/null --header 'Content-Type: multipart/related; boundary=part' --data-binary @- \\
                  "$STORE_OF_gs/upload/storage/v1/b/$(bucket "$3")/o?uploadType=multipart"
                ;;
              *) echo "${verb#-}: Unknown command" >&2; exit 255 ;;
            esac
            """;

    /** As much of Pig's shell as understands {@code fs} and {@code sh}; each argument is a query. */
    private static final String PIG = """
            #!/usr/bin/env bash
            set -o pipefail
            echo '[main] INFO  org.apache.pig.Main - Apache Pig version 0.18.0-SNAPSHOT (r: unknown)' >&2
            for query in "$@"; do
              case $query in
                "fs "*) hadoop fs ${query#fs } ;;
                # Like Pig, it waits until nobody holds the output any more.
                "sh "*) sh -c " ${query#sh }" 2>&1 | cat ;;
                *) echo "[main] ERROR org.apache.pig.tools.grunt.Grunt - ERROR 1000: Error during parsing. Encountered $query" >&2; exit 2 ;;
              esac
              if [ $? != 0 ]; then
                echo "[main] ERROR org.apache.pig.tools.grunt.Grunt - ERROR 2997: Encountered IOException. ${query%% *} command '${query#* }' failed. Please check output logs for details" >&2
                echo 'Details at logfile: /tmp/pig_1700000000000.log' >&2
                exit 5
              fi
            done
            """;
}
