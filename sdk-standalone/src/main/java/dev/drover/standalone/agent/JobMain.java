package dev.drover.standalone.agent;

/**
 * What the master shows of a queued driver is its main class and nothing else that a submitter chooses. So the agent's
 * jar holds many empty subclasses of this one, {@code Job000}, {@code Job001} and so on, made when the jar is built, and
 * a submission uses the one that its request's hash chooses: whoever looks for a submission whose answer was lost can
 * pass over nearly all other drivers by their main class.
 */
public class JobMain {

    JobMain() {}

    /**
     * Does what {@link DriverMain} does.
     *
     * @param args mode and what it needs
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        DriverMain.main(args);
    }
}
