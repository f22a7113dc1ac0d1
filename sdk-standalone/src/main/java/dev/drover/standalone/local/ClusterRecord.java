package dev.drover.standalone.local;

import dev.drover.ClusterState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What other JVMs may know of a cluster; kept in its folder. Holds no secrets.
 *
 * @param incarnation tells clusters apart that had the same name one after the other
 * @param owner the JVM that made the cluster and that it ends with
 * @param state as the owner sees it
 * @param step what is being done, in a few words
 * @param problem why it failed or is degraded
 * @param workers how many were asked for
 * @param conf holds for all jobs
 * @param spark what it runs, once that is known
 * @param endpoints where the master answers, once it does
 * @param processes all that the owner started and did not see end
 */
record ClusterRecord(
        String incarnation,
        String name,
        ProcessRecord owner,
        ClusterState state,
        String step,
        @Nullable String problem,
        int workers,
        Map<String, String> conf,
        @Nullable Spark spark,
        @Nullable Endpoints endpoints,
        List<ProcessRecord> processes) {

    ClusterRecord {
        conf = Map.copyOf(conf);
        processes = List.copyOf(processes);
    }

    /**
     * The Spark of a cluster.
     *
     * @param pythonHome of Spark's Python files, where Python jobs can run
     */
    record Spark(String version, @Nullable String pythonHome) {}

    /**
     * Where the master answers.
     *
     * @param master {@code spark://host:port}
     * @param rest where jobs are submitted; {@code http://host:port}
     * @param ui its web page; {@code http://host:port}
     */
    record Endpoints(String master, String rest, String ui) {}

    ClusterRecord at(ClusterState to, String word) {
        return new ClusterRecord(
                incarnation, name, owner, to, word, problem, workers, conf, spark, endpoints, processes);
    }

    ClusterRecord because(@Nullable String why) {
        return new ClusterRecord(
                incarnation, name, owner, state, step, why, workers, conf, spark, endpoints, processes);
    }

    ClusterRecord withWorkers(int count) {
        return new ClusterRecord(
                incarnation, name, owner, state, step, problem, count, conf, spark, endpoints, processes);
    }

    ClusterRecord running(Spark what, Map<String, String> jobConf) {
        return new ClusterRecord(
                incarnation, name, owner, state, step, problem, workers, jobConf, what, endpoints, processes);
    }

    ClusterRecord answeringAt(Endpoints where) {
        return new ClusterRecord(
                incarnation, name, owner, state, step, problem, workers, conf, spark, where, processes);
    }

    ClusterRecord withProcesses(List<ProcessRecord> all) {
        return new ClusterRecord(incarnation, name, owner, state, step, problem, workers, conf, spark, endpoints, all);
    }
}
