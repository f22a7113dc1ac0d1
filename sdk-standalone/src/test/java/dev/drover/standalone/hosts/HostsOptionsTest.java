package dev.drover.standalone.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.config.ConfigException;
import dev.drover.config.DroverConfig;
import dev.drover.standalone.hosts.SshHost.Role;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsOptionsTest {
    @TempDir
    Path folder;

    private static HostsOptions.Builder complete() {
        return HostsOptions.builder()
                .host(SshHost.of("a").build())
                .identity(Path.of("/keys/id"))
                .sparkHome("/opt/spark")
                .staging(StorageUri.parse("s3://acme/staging"));
    }

    private static DroverException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        DroverException e = catchThrowableOfType(DroverException.class, call);
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        return e;
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(complete().build().first().sparkAddress()).isEqualTo("a");
        assertThat(refusal(() -> HostsOptions.builder()
                        .host(SshHost.of("a").build())
                        .identity(Path.of("id"))
                        .sparkHome("/s")
                        .build()))
                .hasMessageContaining("staging");
        assertThat(refusal(() -> complete().sparkArchive(Path.of("s.tgz"), "0".repeat(128)).build()))
                .hasMessageContaining("either");
        assertThat(refusal(() -> HostsOptions.builder()
                        .host(SshHost.of("a").build())
                        .sparkHome("/s")
                        .staging(StorageUri.parse("s3://a/b"))
                        .build()))
                .hasMessageContaining("HostsOptions.identity");
        assertThat(refusal(() -> complete().host(SshHost.of("a").build()).build())).hasMessageContaining("named twice");
        assertThat(refusal(() -> HostsOptions.builder()
                        .host(SshHost.of("a").role(Role.WORKER).build())
                        .identity(Path.of("id"))
                        .sparkHome("/s")
                        .staging(StorageUri.parse("s3://a/b"))
                        .build()))
                .hasMessageContaining("master");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-oProxyCommand=id", "a b", "a;id", "$(id)", "a'b", "ä", "a/b", "../a", "a\nb", "user@host"})
    void namesAndAddressesAreNamesOfHosts(String text) {
        assertThat(refusal(() -> SshHost.of(text))).isNotNull();
        assertThat(refusal(() -> SshHost.of("a").address(text))).isNotNull();
        assertThat(refusal(() -> SshHost.of("a").sparkAddress(text))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "../up", "/opt/../etc", "/opt/sp:ark", "/opt/$x", "/opt/'s", "/opt/*", "~/x"})
    void foldersAreFolders(String text) {
        assertThat(refusal(() -> complete().folder(text))).isNotNull();
        assertThat(refusal(() -> complete().sparkHome(text))).isNotNull();
        assertThat(refusal(() -> complete().javaHome(text))).isNotNull();
    }

    @Test
    void usersPortsAndSumsAreChecked() {
        refusal(() -> complete().user("-l"));
        refusal(() -> complete().user("me; id"));
        refusal(() -> complete().port(0));
        refusal(() -> new HostPorts(7077, 6066, 8080, 7078, 70_000));
        refusal(() -> complete().sparkArchive(Path.of("s.tgz"), "abc"));
        refusal(() -> complete().proxyJump("-oProxyCommand=id"));
        refusal(() -> complete().sparkHome("relative"));
        assertThat(SshHost.of("n").address("fe80::1").build().address()).isEqualTo("fe80::1");
    }

    @Test
    void aLocationWithoutHostsIsRefused() {
        try (Drover drover = Drover.builder().build()) {
            assertThat(refusal(() -> drover.clusters("spark-hosts://nowhere"))).hasMessageContaining("HostsOptions");
        }
    }

    @Test
    void moreWorkersThanHostsAndVersionsAreRefusedBeforeAnyCall() {
        try (Drover drover = Drover.builder()
                .configure("spark-hosts://lab", complete().build())
                .build()) {
            assertThat(refusal(() -> drover.clusters("spark-hosts://lab")
                            .create(Lab.workers(2).build(), dev.drover.RequestKey.random())))
                    .hasMessageContaining("1 hosts");
            assertThat(refusal(() -> drover.clusters("spark-hosts://lab")
                            .create(Lab.workers(1).sparkVersion("4.2.0").build(), dev.drover.RequestKey.random())))
                    .hasMessageContaining("sparkVersion");
        }
    }

    @Test
    void everythingCanBeSaidInAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("drover.yaml"),
                """
                locations:
                  spark-hosts://lab:
                    hosts:
                      - {address: 10.0.0.5, name: gate, role: master, port: 2222, user: me, sparkAddress: 10.1.0.5}
                      - {name: node1, cores: 8, memoryMiB: 16384}
                    user: spark
                    port: 22
                    identities: [keys/id]
                    passphrase: {env: PASS}
                    agent: /run/agent
                    knownHosts: known
                    proxyJump: me@bastion:22
                    folder: .spark
                    sparkArchive: {file: spark.tgz, sha512: "%s"}
                    javaHome: /opt/java
                    pysparkHome: /opt/pyspark
                    ports: {master: 17077, workerPages: 18081}
                    direct: true
                    staging: s3://acme/staging/
                    connectTimeout: 3s
                    requestTimeout: 20s
                    readyTimeout: 2m
                """
                        .formatted("a".repeat(128)));
        try (Drover drover = DroverConfig.standard().read(file).build()) {
            assertThat(drover.clusters("spark-hosts://lab").location()).hasToString("spark-hosts://lab");
        }
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"),
                "locations:\n  spark-hosts://lab:\n    hosts: [{name: a, rol: any}]\n    sparkHome: /s\n");
        assertThatThrownBy(() -> DroverConfig.standard().read(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean 'role'")
                .hasMessageContaining("'staging' is missing");
    }

    @Test
    void secretsAreNotShown() {
        HostsOptions options = complete().passphrase(Secret.of("hush")).build();
        assertThat(options.toString()).doesNotContain("hush");
        assertThat(options.passphrase().toString()).doesNotContain("hush");
    }

    /** Programs that have no use for hosts have no SSH on their class path. */
    @Test
    void withoutSshItSaysWhatIsMissing() throws Exception {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("sshd-"))
                .map(HostsOptionsTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Object said = loader.loadClass(WithoutSsh.class.getName())
                    .getDeclaredMethod("run")
                    .invoke(null);

            assertThat(said).asString().contains("UNSUPPORTED").contains("org.apache.sshd:sshd-core");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What a program does, in a class loader of its own. */
    public static final class WithoutSsh {
        private WithoutSsh() {}

        /** The refusal. */
        public static String run() {
            try (Drover drover = Drover.builder()
                    .configure("spark-hosts://lab", complete().build())
                    .build()) {
                return String.valueOf(drover.clusters("spark-hosts://lab"));
            } catch (DroverException e) {
                return e.getMessage() + List.of(e.code());
            }
        }
    }
}
