package dev.drover.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GcpOptionsTest {
    private static final String PROVIDER =
            "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/providers/github";

    @Test
    void whatGoesTogetherIsTaken() {
        GcpOptions options = GcpOptions.builder()
                .project("acme-data")
                .oidcTokenFile(Path.of("token"), PROVIDER)
                .serviceAccount("etl@acme-data.iam.gserviceaccount.com")
                .build();

        assertThat(options.audience()).contains(PROVIDER);
        assertThat(options.project()).contains("acme-data");
    }

    @Test
    void aTokenForAllPlatformsIsTakenWhereAProviderTrustsItAndNoneIsNamed() {
        Path shared = Path.of("shared");
        GcpOptions without = GcpOptions.standard();
        GcpOptions own =
                GcpOptions.builder().oidcTokenFile(Path.of("own"), PROVIDER).build();
        GcpOptions trusting = GcpOptions.builder()
                .project("acme-data")
                .workloadIdentity(PROVIDER)
                .requestTimeout(Duration.ofSeconds(7))
                .build();

        assertThat(without.withOidcTokenFile(shared).oidcTokenFile()).isEmpty();
        assertThat(own.withOidcTokenFile(shared).oidcTokenFile()).contains(Path.of("own"));
        GcpOptions given = trusting.withOidcTokenFile(shared);
        assertThat(given.oidcTokenFile()).contains(shared);
        assertThat(given.audience()).contains(PROVIDER);
        assertThat(given.project()).contains("acme-data");
        assertThat(given.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatDoesNotIsRefused() {
        GcpOptions.Builder builder = GcpOptions.builder();
        List<ThrowingCallable> wrong = List.of(
                () -> builder.project("Acme"),
                () -> builder.oidcTokenFile(Path.of("token"), "github"),
                () -> builder.serviceAccount("etl"),
                () -> builder.endpoint(URI.create("http://host/path")),
                () -> builder.endpoint(URI.create("ftp://host")),
                () -> builder.proxy(URI.create("http://user:password@host:1")),
                () -> builder.tokenEndpoint(URI.create("http://sts.acme.example")),
                () -> builder.requestTimeout(Duration.ZERO),
                () -> GcpOptions.builder()
                        .anonymous()
                        .credentialsFile(Path.of("key.json"))
                        .build(),
                () -> GcpOptions.builder()
                        .oidcTokenFile(Path.of("token"), PROVIDER)
                        .credentialsFile(Path.of("key.json"))
                        .build(),
                () -> GcpOptions.builder()
                        .tokenEndpoint(URI.create("https://sts.acme.example"))
                        .build(),
                () -> GcpOptions.builder()
                        .impersonationEndpoint(URI.create("https://iam.acme.example"))
                        .build());

        for (ThrowingCallable each : wrong) {
            assertThatThrownBy(each)
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageNotContaining("password");
        }
    }
}
