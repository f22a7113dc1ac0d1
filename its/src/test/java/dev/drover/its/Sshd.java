package dev.drover.its;

import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.standalone.hosts.HostsOptions;
import dev.drover.standalone.hosts.SshHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** OpenSSH's own servers, as {@code its/sshd} has started them. */
final class Sshd {
    static final String HERE = "spark-hosts://sshd";

    private Sshd() {}

    static Path folder() {
        return Path.of(String.valueOf(System.getenv("DROVER_ITS_SSHD")));
    }

    static Drover.Builder builder() {
        try {
            HostsOptions.Builder options = HostsOptions.builder()
                    .user("root")
                    .port(Integer.parseInt(
                            Files.readString(folder().resolve("port")).strip()))
                    .identity(folder().resolve("id"))
                    .knownHosts(folder().resolve("known_hosts"))
                    .sparkHome(System.getenv("DROVER_ITS_PYSPARK_4_2_0"))
                    .javaHome(System.getProperty("java.home"))
                    .staging(StorageUri.of(folder().resolve("staging")));
            List<String> addresses = Files.readAllLines(folder().resolve("addresses"));
            for (String address : addresses) {
                options.host(SshHost.of("h" + addresses.indexOf(address))
                        .address(address)
                        .build());
            }
            return Drover.builder().configure(HERE, options.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
