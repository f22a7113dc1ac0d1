package dev.drover.k8s.fake;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What runs the containers of pods. */
public interface Machine extends AutoCloseable {

    /** A command that was started. */
    interface Run {
        byte[] stdout();

        byte[] stderr();

        /** Its exit code, once it has ended. */
        CompletableFuture<Integer> ended();

        /** Asks it to end, as SIGTERM does. */
        void terminate();

        /** Ends it at once. */
        void kill();
    }

    /**
     * Starts a container.
     *
     * @param command what it runs; empty if the image decides
     * @param environment what it sees
     * @param files what is mounted from config maps and secrets, by absolute path
     */
    Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files);

    @Override
    void close();

    /** One on which containers print nothing and run until they are ended. */
    static Machine idle() {
        return new Machine() {
            @Override
            public Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files) {
                return new IdleRun();
            }

            @Override
            public void close() {}
        };
    }
}
