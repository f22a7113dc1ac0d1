package dev.drover.standalone.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Ways into hosts other than a plain key file. */
class HostsAccessTest {
    private final Lab lab = new Lab(2);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void theKeysOfAnAgentLetIn() throws Exception {
        Path program = Path.of("/usr/bin/ssh-agent");
        Assumptions.assumeTrue(Files.isExecutable(program), "OpenSSH's agent is not installed");
        Path socket = Files.createTempDirectory("agent").resolve("socket");
        Process agent = new ProcessBuilder(program.toString(), "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Awaitility.await().atMost(Lab.PATIENCE).until(() -> Files.exists(socket));
            try (Drover drover = Lab.drover(lab.withAgent(socket))) {
                DroverException empty = catchThrowableOfType(
                        DroverException.class, () -> drover.clusters(Lab.HERE).list());
                assertThat(empty.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
                assertThat(empty).hasMessageContaining("agent at " + socket);
            }
            Files.setPosixFilePermissions(lab.identity(), PosixFilePermissions.fromString("rw-------"));
            ProcessBuilder add =
                    new ProcessBuilder("ssh-add", "-q", lab.identity().toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.start().waitFor(2, TimeUnit.MINUTES)).isTrue();
            try (Drover drover = Lab.drover(lab.withAgent(socket))) {
                assertThat(drover.clusters(Lab.HERE).list()).isEmpty();
            }
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    @Test
    void aLockedKeyNeedsItsPassphrase() throws Exception {
        Path locked = lab.folder().resolve("locked");
        OpenSSHKeyEncryptionContext by = new OpenSSHKeyEncryptionContext();
        by.setPassword("open sesame");
        by.setCipherType("256");
        try (var out = Files.newOutputStream(locked)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(lab.user(), "test", by, out);
        }
        try (Drover drover = Lab.drover(lab.options(locked).passphrase(Secret.of("open sesame")))) {
            assertThat(drover.clusters(Lab.HERE).list()).isEmpty();
        }
        try (Drover drover = Lab.drover(lab.options(locked).passphrase(Secret.of("open barley")))) {
            DroverException refused = catchThrowableOfType(
                    DroverException.class, () -> drover.clusters(Lab.HERE).list());
            assertThat(refused).hasMessageNotContaining("barley");
        }
    }

    @Test
    void hostsAreReachedOverAnotherOne() throws Exception {
        String jump = "worker@" + lab.machine(1).address() + ":" + lab.port();
        try (Drover drover = Lab.drover(lab.pretending().proxyJump(jump))) {
            assertThat(drover.clusters(Lab.HERE).list()).isEmpty();
            assertThat(lab.machine(1).forwarded()).contains(lab.machine(0).address() + ":" + lab.port());
        }
        lab.machine(1).restartWith(Lab.newKey());
        try (Drover drover = Lab.drover(lab.pretending().proxyJump(jump))) {
            DroverException refused = catchThrowableOfType(
                    DroverException.class, () -> drover.clusters(Lab.HERE).list());
            assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(refused).hasMessageContaining("another one");
        }
    }
}
