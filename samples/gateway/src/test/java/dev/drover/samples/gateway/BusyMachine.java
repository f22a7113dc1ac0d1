package dev.drover.samples.gateway;

import dev.drover.k8s.fake.Machine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Containers that look busy: they print a line each second, and end after as many as the last argument of their command says,
 * else after 60. Those whose main class is called so fail.
 */
final class BusyMachine implements Machine {
    private static final int USUAL_SECONDS = 60;

    @Override
    public Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files) {
        String last = command.isEmpty() ? "" : command.get(command.size() - 1);
        int seconds = last.matches("[0-9]{1,4}") ? Integer.parseInt(last) : USUAL_SECONDS;
        return new BusyRun(seconds, command.stream().anyMatch(word -> word.endsWith("Failing")));
    }

    @Override
    public void close() {}

    private static final class BusyRun implements Run {
        private final long begun = System.nanoTime();
        private final int seconds;
        private final boolean failing;
        private final CompletableFuture<Integer> ended = new CompletableFuture<>();

        BusyRun(int seconds, boolean failing) {
            this.seconds = seconds;
            this.failing = failing;
            ended.completeOnTimeout(failing ? 1 : 0, seconds, TimeUnit.SECONDS);
        }

        @Override
        public byte[] stdout() {
            long passed = Math.min(seconds, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= passed; i++) {
                text.append("INFO Etl: part ")
                        .append(i)
                        .append(" of ")
                        .append(seconds)
                        .append(" is done\n");
            }
            if (failing && ended.isDone()) {
                text.append(
                                "Exception in thread \"main\" java.lang.IllegalStateException: there is no data for today\n")
                        .append("\tat com.acme.Failing.main(Failing.java:12)\n");
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] stderr() {
            return new byte[0];
        }

        @Override
        public CompletableFuture<Integer> ended() {
            return ended;
        }

        @Override
        public void terminate() {
            ended.complete(143);
        }

        @Override
        public void kill() {
            ended.complete(137);
        }
    }
}
