package dev.drover.standalone.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;

/**
 * Does in one JVM, and once, what all JVMs of a cluster do: runs a master, a worker and a query. The JVM notes the
 * classes that it loads and writes them to an archive when it ends, from which later ones start faster.
 *
 * <p>Argument: a folder for the worker's files. Properties are set by {@link DaemonMain}, {@code spark.master} among
 * them, which must be local: the query's tasks must run in this JVM too.
 */
public final class TrainingMain {
    private static final String DAEMONS = "org.apache.spark.deploy.";
    private static final String QUERY = "SELECT k, count(*), sum(v) FROM (SELECT id % 7 AS k, id * 1.5 AS v FROM"
            + " range(0, 1000, 1, 2)) GROUP BY k ORDER BY k";

    private TrainingMain() {}

    /**
     * Runs all three and ends the JVM in order, which writes the archive.
     *
     * @param args see the class
     * @throws Throwable what Spark throws
     */
    public static void main(String[] args) throws Throwable {
        int port = freePort();
        int ui = freePort();
        start("master.Master", "--host", "127.0.0.1", "--port", "" + port, "--webui-port", "" + ui);
        awaitListener(ui);
        start(
                "worker.Worker",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                args[0],
                "spark://127.0.0.1:" + port);
        SqlMain.main(new String[] {"--text", QUERY});
        try (InputStream state = new URL("http://127.0.0.1:" + ui + "/json/").openStream()) {
            state.readAllBytes();
        }
        System.exit(0);
    }

    private static void start(String daemon, String... args) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Thread thread = DaemonMain.daemon(daemon, () -> {
            try {
                ChildMain.invoke(DAEMONS + daemon, args);
            } catch (Throwable e) {
                e.printStackTrace();
                System.exit(1);
            }
        });
        thread.setContextClassLoader(loader);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListener(int port) throws InterruptedException {
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
    }
}
