package dev.drover.standalone.hosts;

import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import java.nio.file.Path;

/** Another process that makes a cluster; to be killed. */
final class Creator {
    private Creator() {}

    /** Arguments: port, identity, known hosts, Spark, Java, key, and then the hosts' addresses. */
    public static void main(String[] args) throws InterruptedException {
        HostsOptions.Builder options = HostsOptions.builder()
                .user("worker")
                .port(Integer.parseInt(args[0]))
                .identity(Path.of(args[1]))
                .knownHosts(Path.of(args[2]))
                .sparkHome(args[3])
                .javaHome(args[4])
                .staging(StorageUri.parse("file:///tmp/none/"));
        for (int i = 6; i < args.length; i++) {
            options.host(SshHost.of("h" + (i - 6)).address(args[i]).build());
        }
        try (Drover drover = Lab.drover(options)) {
            drover.clusters(Lab.HERE).create(Lab.workers(1).build(), RequestKey.of(args[5]));
            Thread.sleep(60_000);
        }
    }
}
