package dev.drover.samples.gateway;

import dev.drover.k8s.fake.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A gateway in front of two clusters of Kubernetes that are pretended, on which jobs look busy for a while. With arguments
 * it serves while that command runs, otherwise until it is interrupted.
 */
final class TestServer {
    private static final int PORT = 8080;

    private TestServer() {}

    /** Arguments: the command, or none. It ends with the command's exit code. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("gateway");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "gateway-clean"));
        int exit = 0;
        try (Machine blue = new BusyMachine();
                Machine green = new BusyMachine();
                TwoClusters clusters =
                        new TwoClusters(folder, Stream.of(blue, green).iterator()::next);
                Gateway gateway = clusters.gateway(args.length == 0 ? PORT : 0)) {
            String address = "http://127.0.0.1:" + gateway.port();
            if (args.length == 0) {
                tell(address);
                new CountDownLatch(1).await();
            } else {
                exit = run(address, args);
            }
        }
        System.exit(exit);
    }

    private static void tell(String address) {
        System.out.println("The gateway is at " + address + ", in front of two pretended clusters.");
        System.out.println("Tokens: " + TwoClusters.ALICE + ", " + TwoClusters.BOB + ", and the administrator's "
                + TwoClusters.ADMIN + ".");
        System.out.println("Open the page in a browser, or see docs/gateway.md for requests. Ctrl-C ends it.");
    }

    private static int run(String address, String[] command) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().put("GATEWAY", address);
        return process.start().waitFor();
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.err.println("Not deleted: " + folder + ": " + e.getMessage());
        }
    }
}
