package dev.drover.samples.multimno;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** A cloud as far as this sample needs one, on the loopback: its jobs and bootstrap actions run as processes of this machine. */
interface TestCloud extends AutoCloseable {

    /** The variables by which the configuration finds it. */
    Map<String, String> environment();

    /** How often each of its operations was asked for. */
    Map<String, Integer> calls();

    /** What was asked for where something was made or submitted, in the order in which that happened. */
    List<Asked> asked();

    @Override
    void close();

    /**
     * A request.
     *
     * @param words what it said, as far as it says how the application is deployed and run
     */
    record Asked(String operation, String words) {}

    /** The address of a server of its, as a variable. */
    static Map.Entry<String, String> at(String variable, URI server) {
        return Map.entry(variable, server.toString());
    }
}
