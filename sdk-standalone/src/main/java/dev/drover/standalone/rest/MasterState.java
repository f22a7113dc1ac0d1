package dev.drover.standalone.rest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a master says of its cluster at one moment; see {@code org.apache.spark.deploy.JsonProtocol}. It keeps the last
 * 200 ended drivers ({@code spark.deploy.retainedDrivers}).
 *
 * @param url {@code spark://host:port}
 * @param status ALIVE, STANDBY, RECOVERING or COMPLETING_RECOVERY
 * @param workers also dead ones, for some minutes
 * @param activeDrivers queued and running
 * @param completedDrivers ended, oldest first
 */
public record MasterState(
        String url,
        String status,
        List<Worker> workers,
        List<Driver> activeDrivers,
        List<Driver> completedDrivers,
        List<Application> activeApplications) {
    public MasterState {
        workers = List.copyOf(workers);
        activeDrivers = List.copyOf(activeDrivers);
        completedDrivers = List.copyOf(completedDrivers);
        activeApplications = List.copyOf(activeApplications);
    }

    /**
     * A worker.
     *
     * @param ui address of its web pages
     * @param state ALIVE, DEAD, DECOMMISSIONED or UNKNOWN
     */
    public record Worker(
            String id,
            String host,
            int port,
            String ui,
            int cores,
            int coresUsed,
            int memoryMiB,
            int memoryUsedMiB,
            String state) {

        public boolean alive() {
            return state.equals("ALIVE");
        }

        /** Whether it can still be asked for the logs of the drivers that it ran. */
        public boolean reachable() {
            return !state.equals("DEAD");
        }
    }

    /**
     * A driver.
     *
     * @param state SUBMITTED, RUNNING, FINISHED, RELAUNCHING, UNKNOWN, KILLED, FAILED or ERROR
     * @param workerId empty while it was placed on none
     * @param submittedAt by the master's clock; one that recovers it from disk keeps it
     */
    public record Driver(
            String id,
            String state,
            int cores,
            int memoryMiB,
            Optional<String> workerId,
            String mainClass,
            Optional<Instant> submittedAt) {

        /**
         * Whether a master that was restarted found no worker that runs it. It says ERROR of such a driver, whether it
         * ended meanwhile, and how, or never began.
         */
        public boolean unclaimed() {
            return state.equals("ERROR") && workerId.isEmpty();
        }
    }

    /** An application that has registered with the master. */
    public record Application(String id, String name, String state, int cores) {}

    /** Whether the master is active, and so knows what it says. */
    public boolean alive() {
        return status.equals("ALIVE");
    }

    /** Queued, running and ended drivers. */
    public Stream<Driver> drivers() {
        return Stream.concat(activeDrivers.stream(), completedDrivers.stream());
    }

    public Optional<Driver> driver(String id) {
        return drivers().filter(driver -> driver.id().equals(id)).findFirst();
    }

    /** The worker on which a driver was placed; empty if it was placed on none, or the master has forgotten it. */
    public Optional<Worker> workerOf(Driver driver) {
        return driver.workerId()
                .flatMap(id -> workers.stream()
                        .filter(worker -> worker.id().equals(id))
                        .findFirst());
    }
}
