package dev.drover.samples.dataproc;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.fake.TlsServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One file with an OIDC token lets a program into AWS, as a role, and into Google Cloud, as a service account; whoever
 * writes it may change it meanwhile. One server stands for S3 and STS, Cloud Storage, Google's STS and IAM.
 */
class OneTokenFileTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/etl";
    private static final String ACCOUNT = "etl@acme-data.iam.gserviceaccount.com";
    private static final String AUDIENCE =
            "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/providers/github";
    private static final String IMPERSONATE = "/v1/projects/-/serviceAccounts/" + ACCOUNT + ":generateAccessToken";
    private static final StorageUri IN_S3 = StorageUri.parse("s3://acme-code/etl.py");
    private static final StorageUri IN_GCS = StorageUri.parse("gs://acme-code/etl.py");

    @TempDir
    private Path folder;

    private TlsServer tls;
    private WireMockServer server;

    @BeforeEach
    void open() {
        tls = new TlsServer(folder);
        server = tls.server();
        System.setProperty("aws.endpointUrlSts", tls.http().toString());
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.endpointUrlSts");
        tls.close();
    }

    @Test
    void oneFileServesBothAndMayChange() throws IOException {
        Path token = folder.resolve("token");
        AwsOptions aws = AwsOptions.builder()
                .region("eu-west-1")
                .endpoint(tls.http())
                .role(ROLE)
                .build();
        GcpOptions google = GcpOptions.builder()
                .endpoint(tls.http())
                .workloadIdentity(AUDIENCE)
                .tokenEndpoint(URI.create(tls.https() + "/v1/token"))
                .serviceAccount(ACCOUNT)
                .impersonationEndpoint(tls.https())
                .caFile(tls.certificate())
                .build();

        try (Drover drover = Drover.builder()
                .oidcTokenFile(token)
                .configure("s3://", aws)
                .configure("gs://", google)
                .build()) {
            for (String words : new String[] {"first", "second"}) {
                Files.writeString(token, words);
                trustOnly(words);

                assertThat(drover.storage(IN_S3).stat(IN_S3)).isEmpty();
                assertThat(drover.storage(IN_GCS).stat(IN_GCS)).isEmpty();

                cameFrom(words);
            }
        }
    }

    /** Each server knows what is made of one token, and nothing else; AWS gives credentials that run out at once. */
    private void trustOnly(String token) {
        server.resetAll();
        server.stubFor(
                any(urlPathMatching("/.*")).atPriority(9).willReturn(aResponse().withStatus(401)));
        server.stubFor(post(urlEqualTo("/"))
                .withRequestBody(containing("Action=AssumeRoleWithWebIdentity"))
                .withRequestBody(containing("WebIdentityToken=" + token))
                .willReturn(aResponse()
                        .withBody("<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
                                + "<AccessKeyId>ASIA" + token + "</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                                + "<SessionToken>session-" + token + "</SessionToken><Expiration>" + in(5)
                                + "</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                                + "</AssumeRoleWithWebIdentityResponse>")));
        server.stubFor(any(urlEqualTo("/acme-code/etl.py"))
                .withHeader("X-Amz-Security-Token", equalTo("session-" + token))
                .willReturn(aResponse().withStatus(404)));
        server.stubFor(post(urlEqualTo("/v1/token"))
                .withRequestBody(containing("subject_token=" + token))
                .willReturn(json("{\"access_token\":\"google-" + token
                        + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
                        + "\"token_type\":\"Bearer\",\"expires_in\":3600}")));
        server.stubFor(post(urlPathEqualTo(IMPERSONATE))
                .withHeader("Authorization", equalTo("Bearer google-" + token))
                .willReturn(json("{\"accessToken\":\"acting-" + token + "\",\"expireTime\":\"" + in(3600) + "\"}")));
        server.stubFor(any(urlPathMatching("/storage/v1/b/acme-code/o/.*"))
                .withHeader("Authorization", equalTo("Bearer acting-" + token))
                .willReturn(json("{\"error\":{\"code\":404,\"message\":\"No such object\"}}")
                        .withStatus(404)));
    }

    private void cameFrom(String token) {
        server.verify(postRequestedFor(urlEqualTo("/")).withRequestBody(containing("WebIdentityToken=" + token)));
        server.verify(1, anyRequestedFor(urlEqualTo("/acme-code/etl.py")));
        server.verify(1, postRequestedFor(urlEqualTo("/v1/token")).withRequestBody(containing("=" + token)));
        server.verify(
                1,
                postRequestedFor(urlPathEqualTo(IMPERSONATE))
                        .withHeader("Authorization", equalTo("Bearer google-" + token)));
        server.verify(
                1,
                anyRequestedFor(urlPathMatching("/storage/v1/b/acme-code/o/.*"))
                        .withHeader("Authorization", equalTo("Bearer acting-" + token)));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static Instant in(int seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    }
}
