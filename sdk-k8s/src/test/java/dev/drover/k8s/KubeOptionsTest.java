package dev.drover.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KubeOptionsTest {
    private static final Path SHARED = Path.of("shared");
    private static final URI SERVER = URI.create("https://kubernetes.example");

    @Test
    void aTokenForAllPlatformsIsTakenForAServerThatIsNamedByAddress() {
        KubeOptions given = KubeOptions.builder()
                .server(SERVER)
                .impersonate("etl", "spark")
                .requestTimeout(Duration.ofSeconds(7))
                .build()
                .withOidcTokenFile(SHARED);

        assertThat(given.oidcTokenFile()).contains(SHARED);
        assertThat(given.server()).contains(SERVER);
        assertThat(given.impersonatedUser()).contains("etl");
        assertThat(given.impersonatedGroups()).containsExactly("spark");
        assertThat(given.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void credentialsOfTheirOwnStay() {
        KubeOptions own = KubeOptions.builder()
                .server(SERVER)
                .oidcTokenFile(Path.of("own"))
                .build();

        assertThat(own.withOidcTokenFile(SHARED).oidcTokenFile()).contains(Path.of("own"));
        assertThat(KubeOptions.standard().withOidcTokenFile(SHARED).oidcTokenFile())
                .isEmpty();
        assertThat(KubeOptions.builder()
                        .inCluster()
                        .build()
                        .withOidcTokenFile(SHARED)
                        .oidcTokenFile())
                .isEmpty();
    }
}
