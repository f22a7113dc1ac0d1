package dev.drover.aws.fake;

import dev.drover.testkit.spark.SparkMachine;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A machine of EMR's: its jobs read a {@link TestS3}, and it has AWS's command line tool. */
public final class AwsMachine {

    private AwsMachine() {}

    /**
     * A machine.
     *
     * @param s3 the server behind {@code s3://}
     */
    public static SparkMachine at(Path folder, URI s3) {
        SparkMachine machine = new SparkMachine(folder, Map.of("s3", s3));
        machine.program("aws", CLI);
        return machine;
    }

    /** The parts of the command line tool that scripts on a cluster use. */
    private static final String CLI = """
            #!/usr/bin/env bash
            set -euo pipefail
            [ "$1" = s3 ] || { echo "aws: unknown command: $1" >&2; exit 252; }
            verb=$2
            shift 2
            words=() recursive=false
            while [ $# -gt 0 ]; do
              case $1 in
                --recursive) recursive=true ;;
                --only-show-errors | --quiet | --no-progress) ;;
                --sse | --sse-kms-key-id | --region) shift ;;
                --*) echo "Unknown options: $1" >&2; exit 252 ;;
                *) words+=("$1") ;;
              esac
              shift
            done
            url() { local path=${1#s3://}; printf '%s/%s' "$STORE_OF_s3" "${path// /%20}"; }
            ask() { curl --silent --show-error --fail --globoff --noproxy '*' "$@"; }
            absent() {
              echo "fatal error: An error occurred (404) when calling the HeadObject operation: Key \\"$1\\" does not exist" >&2
              exit 1
            }
            keys() {
              local path=${1#s3://}
              ask "$STORE_OF_s3/${path%%/*}?list-type=2&prefix=${path#*/}" | grep -o '<Key>[^<]*' | cut -d '>' -f 2
            }
            case $verb in
              cp)
                from=${words[0]} to=${words[1]}
                if [ "$recursive" = true ]; then
                  path=${from#s3://}
                  for key in $(keys "$from"); do
                    ask --create-dirs --output "$to/${key#"${path#*/}"}" "$(url "s3://${path%%/*}/$key")"
                  done
                  exit 0
                fi
                case $from in
                  s3://*) ask --output "$to" "$(url "$from")" || absent "$from" ;;
                  *) ask --request PUT --upload-file "$from" "$(url "$to")" ;;
                esac
                ;;
              rm) ask --request DELETE "$(url "${words[0]}")" ;;
              *) echo "aws: unknown command: s3 $verb" >&2; exit 252 ;;
            esac
            """;
}
