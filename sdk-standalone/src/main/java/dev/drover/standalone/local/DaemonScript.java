package dev.drover.standalone.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a waiting daemon is told to be; see {@link dev.drover.standalone.agent.DaemonMain} for the protocol. It goes
 * over a pipe because it holds secrets.
 *
 * @param main Spark's class to run
 * @param conf Spark properties
 */
record DaemonScript(String main, List<String> args, Map<String, String> conf) {

    /** The lines, with a line feed at the end. */
    String lines() {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(conf).forEach((property, value) -> lines.add("conf " + property + "=" + escape(value)));
        lines.add("main " + main);
        args.forEach(arg -> lines.add("arg " + escape(arg)));
        lines.add("start\n");
        return String.join("\n", lines);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** Without the properties, some of which are secrets. */
    @Override
    public String toString() {
        return "DaemonScript[" + main + " " + args + "]";
    }
}
