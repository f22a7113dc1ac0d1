package dev.drover.standalone.hosts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the register says of a cluster. It holds the cluster's secrets; only the hosts' user can read it there, and its text
 * does not show them.
 *
 * @param begun when its making began
 * @param master the name of a host
 * @param workers names of hosts, in the order of their joining
 * @param wanted how many workers there should be
 * @param bootstrap the lines of {@code node.sh} that run bootstrap actions
 * @param bootstrapSeconds how long those may take
 * @param problem why it failed, or could not be ended
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClusterRecord(
        String name,
        Phase phase,
        String begun,
        String master,
        List<String> workers,
        int wanted,
        int cores,
        int memoryMiB,
        Map<String, String> conf,
        boolean shuffleService,
        String bootstrap,
        long bootstrapSeconds,
        String sparkHome,
        String sparkVersion,
        String authSecret,
        String signingKey,
        boolean detached,
        String problem) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far it is. */
    enum Phase {
        MAKING,
        MADE,
        ENDING,
        FAILED
    }

    ClusterRecord {
        workers = List.copyOf(workers);
        conf = Map.copyOf(conf);
    }

    static ClusterRecord parse(String json) {
        try {
            return JSON.readValue(json, ClusterRecord.class);
        } catch (JsonProcessingException e) {
            // Without the cause: its message shows what was read.
            throw new DroverException(
                    ErrorCode.INTERNAL,
                    Effect.NONE,
                    false,
                    "An entry in the register of clusters on the first host cannot be read. If nobody changed it, please"
                            + " report it.",
                    null);
        }
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of texts and numbers can be written", e);
        }
    }

    /** Whether it stands for a cluster that can be used, or soon. */
    boolean living() {
        return phase == Phase.MAKING || phase == Phase.MADE;
    }

    Instant beginning() {
        return Instant.parse(begun);
    }

    Duration bootstrapTime() {
        return Duration.ofSeconds(bootstrapSeconds);
    }

    ClusterRecord at(Phase next) {
        return with(next, master, workers, wanted, detached, problem);
    }

    ClusterRecord because(String why) {
        return with(phase, master, workers, wanted, detached, why);
    }

    ClusterRecord on(String masterHost, List<String> workerHosts) {
        return with(phase, masterHost, workerHosts, workerHosts.size(), detached, problem);
    }

    ClusterRecord withWorkers(List<String> hosts) {
        return on(master, hosts);
    }

    ClusterRecord detached(boolean now) {
        return with(phase, master, workers, wanted, now, problem);
    }

    private ClusterRecord with(
            Phase nextPhase, String masterHost, List<String> workerHosts, int count, boolean hidden, String why) {
        return new ClusterRecord(
                name,
                nextPhase,
                begun,
                masterHost,
                workerHosts,
                count,
                cores,
                memoryMiB,
                conf,
                shuffleService,
                bootstrap,
                bootstrapSeconds,
                sparkHome,
                sparkVersion,
                authSecret,
                signingKey,
                hidden,
                why);
    }

    ClusterRecord withSpark(InstalledSpark spark) {
        return new ClusterRecord(
                name,
                phase,
                begun,
                master,
                workers,
                wanted,
                cores,
                memoryMiB,
                conf,
                shuffleService,
                bootstrap,
                bootstrapSeconds,
                spark.home(),
                spark.version(),
                authSecret,
                signingKey,
                detached,
                problem);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return name + " (" + phase + ", master " + master + ", workers " + workers + ")";
    }
}
