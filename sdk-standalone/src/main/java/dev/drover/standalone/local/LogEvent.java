package dev.drover.standalone.local;

import java.util.regex.Pattern;

/** Lines in the logs of Spark's daemons that say what nothing else says in time; worded alike in Spark 3.5 and 4. */
enum LogEvent {
    MASTER_URL("Starting Spark master at (spark://\\S+)"),
    MASTER_UI_PORT("Successfully started service 'MasterUI' on port (\\d+)"),
    REST_PORT("Started REST server for submitting applications on \\S+ with port (\\d+)"),
    WORKER_PORT("Starting Spark worker \\S+:(\\d+) with"),
    REGISTERED("Successfully registered with master (spark://\\S+)");

    private final Pattern pattern;

    LogEvent(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** The first group tells the rest. */
    Pattern pattern() {
        return pattern;
    }
}
