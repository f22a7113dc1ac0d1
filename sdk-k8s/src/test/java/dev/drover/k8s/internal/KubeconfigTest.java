package dev.drover.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.fake.Marked;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubeconfig files and options say of the way to a server. */
class KubeconfigTest {
    private static final String TOKEN = Marked.secret("kubeconfig-token");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "k8s://production/spark, production, spark",
        "k8s://arn:aws:eks:eu-west-1:123456789012:cluster/etl/spark, arn:aws:eks:eu-west-1:123456789012:cluster/etl, spark",
        "k8s://kubernetes-admin@kubernetes/team-a, kubernetes-admin@kubernetes, team-a",
        "k8s://default/api-acme:6443/kube:admin/spark, default/api-acme:6443/kube:admin, spark"
    })
    void theLocationIsTheContextAndTheLastSegmentTheNamespace(String text, String context, String namespace) {
        ClusterId id = ClusterId.parse(text);
        write("config", file("https://one:6443", context));

        Access access = access(id.location().authority(), config("config"));

        assertThat(access.server()).hasToString("https://one:6443");
        assertThat(id.name()).isEqualTo(namespace);
    }

    @Test
    void theContextOfTheOptionsComesBeforeTheLocation() {
        write("config", file("https://one:6443", "long_name_of_a_tool"));

        Access access = access(
                "production",
                KubeOptions.builder().kubeconfig(folder.resolve("config")).context("long_name_of_a_tool"));

        assertThat(access.server()).hasToString("https://one:6443");
    }

    @Test
    void ofTwoFilesTheFirstCountsAndPathsStartAtTheirOwnFile() throws Exception {
        Files.createDirectory(folder.resolve("other"));
        new TestAuthority().write(folder.resolve("other").resolve("ca.pem"));
        write("config", file("https://one:6443", "acme"));
        write(
                "other/config",
                file("https://two:6443", "acme").replace("name: acme", "name: acme")
                        + "\n- name: more\n  context: {cluster: far}\nclusters:\n"
                        + "- name: far\n  cluster: {server: 'https://far:6443', certificate-authority: ca.pem}\n");
        Map<String, String> both =
                Map.of("KUBECONFIG", folder.resolve("config") + File.pathSeparator + folder.resolve("other/config"));

        assertThat(access("acme", KubeOptions.builder(), both).server()).hasToString("https://one:6443");
        assertThat(access("more", KubeOptions.builder(), both).authorities()).isPresent();
    }

    @Test
    void withoutTheVariableTheFileInTheHomeFolderIsRead() throws Exception {
        Files.createDirectory(folder.resolve(".kube"));
        write(".kube/config", file("https://home:6443", "acme"));

        assertThat(access("acme", KubeOptions.builder()).server()).hasToString("https://home:6443");
    }

    @Test
    void aMissingContextIsNamedWithThoseThatAreThere() {
        write("config", file("https://one:6443", "staging"));

        assertRefused("production", config("config"), "'production'", "'staging'", "KubeOptions.context");
    }

    @Test
    void aMissingFileSaysHowToGetOne() {
        assertRefused("acme", config("none"), "none", "aws eks update-kubeconfig", "KubeOptions.kubeconfig");
    }

    @Test
    void unverifiedServersAreRefused() {
        write("config", file("https://one:6443", "acme").replace("server:", "insecure-skip-tls-verify: true, server:"));

        assertRefused("acme", config("config"), "insecure-skip-tls-verify", "certificate-authority", "caFile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username: etl, password: p", "auth-provider: {name: gcp}"})
    void loginsThatKubernetesHasGivenUpAreRefused(String user) {
        write("config", file("https://one:6443", "acme").replace("token: " + TOKEN, user));

        assertRefused("acme", config("config"), "'etl'", "credential plugin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: a}",
                "exec: {command: a}",
                "exec: {apiVersion: client.authentication.k8s.io/v1}",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: a, interactiveMode: Always}",
                "exec: nothing",
                "client-certificate-data: 'not base64!'",
                "client-certificate: nowhere.pem",
                "client-certificate-data: AAAA, client-key-data: AAAA"
            })
    void usersThatMakeNoSenseAreRefused(String user) {
        write("config", file("https://one:6443", "acme").replace("token: " + TOKEN, user));

        assertRefused("acme", config("config"), "The user 'etl'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one:6443", "ftp://one", "https://", "https://me:secret@one"})
    void serversThatAreNoAddressAreRefused(String server) {
        write("config", file(server, "acme"));

        assertRefused("acme", config("config"), "The cluster 'one'");
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithoutItsContent() {
        write("config", file("https://one:6443", "acme").replace("token: " + TOKEN, "token: [" + TOKEN));

        assertThatThrownBy(() -> access("acme", config("config")))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("not valid YAML at line")
                .hasMessageNotContaining(Marked.MARK)
                .hasNoCause();
    }

    @Test
    void aTokenGoesToNoServerInTheClear() {
        write("config", file("http://127.0.0.1:8080", "acme"));
        assertRefused("acme", config("config"), "unencrypted", "https");

        write("config", file("http://127.0.0.1:8080", "acme").replace("token: " + TOKEN, ""));
        assertThat(access("acme", config("config")).login().anonymous()).isTrue();
    }

    @Test
    void aTokenFileOfTheOptionsComesBeforeTheUserOfTheFile() {
        write("config", file("https://one:6443", "acme").replace("token: " + TOKEN, "exec: nothing"));

        Access access = access("acme", config("config").oidcTokenFile(folder.resolve("token")));

        assertThat(access.login()).isEqualTo(new TokenFileLogin(folder.resolve("token")));
    }

    @Test
    void theProxyOfAClusterIsTakenUnlessItSpeaksWhatWeDoNot() {
        write("config", file("https://one:6443", "acme").replace("server:", "proxy-url: 'http://p:3128', server:"));
        assertThat(access("acme", config("config")).proxy()).contains(URI.create("http://p:3128"));

        write(
                "config",
                file("https://one:6443", "acme")
                        .replace("server:", "proxy-url: 'socks5://u:" + Marked.secret("proxy-url") + "@p', server:"));
        assertThatThrownBy(() -> access("acme", config("config")))
                .hasMessageContaining("proxy-url")
                .hasMessageNotContaining(Marked.MARK);
    }

    @Test
    void aPodFindsItsOwnCluster() {
        new TestAuthority().write(folder.resolve("ca.crt"));
        Map<String, String> pod = Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");

        Access access = access("here", KubeOptions.builder().inCluster(), pod);

        assertThat(access.server()).hasToString("https://[fd00::1]:443");
        assertThat(access.login()).isEqualTo(new TokenFileLogin(folder.resolve("token")));
        assertThat(access.authorities()).isPresent();
        assertRefused("here", KubeOptions.builder().inCluster(), "no pod");
    }

    @Test
    void whatStandsForASecretDoesNotShowIt() {
        write("config", file("https://one:6443", "acme"));
        Access access = access("acme", config("config"));

        assertThat(access.login().toString()).doesNotContain(TOKEN);
        assertThat(access.toString()).doesNotContain(TOKEN);
        assertThat(ConfigFile.read(folder.resolve("config")).toString()).doesNotContain(TOKEN);
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        assertInvalid(() -> KubeOptions.builder().inCluster().context("a").build());
        assertInvalid(() -> KubeOptions.builder()
                .inCluster()
                .server(URI.create("https://a"))
                .build());
        assertInvalid(() -> KubeOptions.builder()
                .kubeconfig(folder)
                .server(URI.create("https://a"))
                .build());
        assertInvalid(() -> KubeOptions.builder()
                .proxyCredentials("a", dev.drover.Secret.of("b"))
                .build());
        assertInvalid(() -> KubeOptions.builder().proxy(URI.create("https://a")));
        assertInvalid(() -> KubeOptions.builder().server(URI.create("https://me@a")));
        assertInvalid(() -> KubeOptions.builder().context(" "));
        assertInvalid(() -> KubeOptions.builder().requestTimeout(Duration.ZERO));
        assertThat(KubeOptions.standard().server()).isEqualTo(Optional.empty());
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable building) {
        assertThatThrownBy(building)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    private void assertRefused(String location, KubeOptions.Builder options, String... words) {
        assertThatThrownBy(() -> access(location, options))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContainingAll(words)
                .hasMessageNotContaining(Marked.MARK);
    }

    private Access access(String location, KubeOptions.Builder options) {
        return access(location, options, Map.of());
    }

    private Access access(String location, KubeOptions.Builder options, Map<String, String> environment) {
        return Access.of(
                options.build(), location, new Surroundings(environment, folder, folder), InstantSource.system());
    }

    private KubeOptions.Builder config(String name) {
        return KubeOptions.builder().kubeconfig(folder.resolve(name));
    }

    private void write(String name, String content) {
        TestAuthority.text(folder.resolve(name), content);
    }

    private static String file(String server, String context) {
        return """
                users:
                - name: etl
                  user: {token: %s}
                clusters:
                - name: one
                  cluster: {server: '%s'}
                contexts:
                - name: %s
                  context: {cluster: one, user: etl}
                """.formatted(TOKEN, server, context);
    }
}
