package dev.drover.aws.fake;

import java.util.List;

/** What runs the steps and bootstrap actions of a {@link FakeEmr}. */
public interface StepMachine extends AutoCloseable {

    /** A command that was started. */
    interface Started {
        /** Asks it to end. */
        void terminate();

        /** Ends it at once. */
        void kill();
    }

    /** Is told how a command has ended. */
    interface Ended {
        void with(int exitCode);
    }

    /**
     * Starts a command.
     *
     * @param logs the prefix of its logs; empty if nobody wants them
     */
    Started start(List<String> command, String logs, Ended ended);

    @Override
    void close();

    /** One on which steps run until the test says that they have ended. */
    static StepMachine idle() {
        return new StepMachine() {
            @Override
            public Started start(List<String> command, String logs, Ended ended) {
                return new Started() {
                    @Override
                    public void terminate() {
                        ended.with(143);
                    }

                    @Override
                    public void kill() {
                        ended.with(137);
                    }
                };
            }

            @Override
            public void close() {}
        };
    }
}
