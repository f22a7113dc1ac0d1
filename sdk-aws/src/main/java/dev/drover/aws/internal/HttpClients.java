package dev.drover.aws.internal;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.aws.AwsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** The HTTP client under all services: chosen here, so that another one on the class path changes nothing. */
final class HttpClients {
    /** Enough for parallel transfers; one connection is kept per call that is under way. */
    private static final int CONNECTIONS = 128;
    /** Below the minute after which AWS's load balancers close an idle connection, on which a request would be lost. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private HttpClients() {}

    static SdkHttpClient of(AwsOptions options) {
        Apache5HttpClient.Builder http = Apache5HttpClient.builder()
                .connectionTimeout(options.connectTimeout())
                .socketTimeout(options.requestTimeout())
                .connectionMaxIdleTime(IDLE)
                .maxConnections(CONNECTIONS)
                // Asking first whether a body is welcome costs a round trip; S3's client does it where it is worth one.
                .expectContinueEnabled(false)
                .tcpKeepAlive(true);
        options.proxy().ifPresent(proxy -> {
            ProxyConfiguration.Builder through = ProxyConfiguration.builder()
                    .endpoint(proxy)
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false);
            options.proxyUser().ifPresent(through::username);
            options.proxyPassword().map(Secret::reveal).ifPresent(through::password);
            http.proxyConfiguration(through.build());
        });
        options.caFile()
                .map(HttpClients::trusting)
                .ifPresent(managers -> http.tlsTrustManagersProvider(() -> managers));
        return http.build();
    }

    private static TrustManager[] trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), each);
            }
            if (store.size() == 0) {
                throw new CertificateException("it holds none");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw DroverException.invalid("The certificates to trust cannot be read from " + pem + ": " + e.getMessage()
                    + ". They must be X.509 certificates in PEM form.");
        }
    }
}
