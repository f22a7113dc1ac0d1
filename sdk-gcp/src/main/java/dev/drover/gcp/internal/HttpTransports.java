package dev.drover.gcp.internal;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.gcp.GcpOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.routing.HttpRoutePlanner;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.DefaultProxyRoutePlanner;
import org.apache.http.impl.conn.SystemDefaultRoutePlanner;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client under all services: chosen here, so that another one on the class path changes nothing. It repeats
 * nothing, as the JDK's own would do in silence.
 */
final class HttpTransports {
    /** Enough for parallel transfers; one connection is kept per call that is under way. */
    private static final int CONNECTIONS = 128;
    /** Before a load balancer closes an idle connection, on which a request would be lost. */
    private static final Duration IDLE = Duration.ofSeconds(20);
    /** Where credentials of a machine come from: only the machine itself reaches it. */
    private static final Set<String> METADATA_SERVER = Set.of("metadata.google.internal", "169.254.169.254");

    private HttpTransports() {}

    static HttpTransport of(GcpOptions options) {
        HttpClientBuilder client = HttpClientBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoKeepAlive(true)
                        .setTcpNoDelay(true)
                        .build())
                .setKeepAliveStrategy((response, context) -> IDLE.toMillis())
                .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement();
        options.proxy().ifPresent(proxy -> {
            HttpHost host = host(proxy);
            client.setRoutePlanner(through(host));
            options.proxyUser()
                    .ifPresent(user -> client.setDefaultCredentialsProvider(login(
                            host,
                            user,
                            options.proxyPassword().map(Secret::reveal).orElse(""))));
        });
        options.caFile().map(HttpTransports::trusting).ifPresent(client::setSSLContext);
        return new ApacheHttpTransport(client.build());
    }

    private static HttpHost host(URI proxy) {
        int port = proxy.getPort() >= 0 ? proxy.getPort() : proxy.getScheme().equals("https") ? 443 : 80;
        return new HttpHost(proxy.getHost(), port, proxy.getScheme());
    }

    private static HttpRoutePlanner through(HttpHost proxy) {
        return new DefaultProxyRoutePlanner(proxy) {
            @Override
            protected @Nullable HttpHost determineProxy(HttpHost target, HttpRequest request, HttpContext context) {
                return METADATA_SERVER.contains(target.getHostName()) ? null : proxy;
            }
        };
    }

    private static CredentialsProvider login(HttpHost proxy, String user, String password) {
        CredentialsProvider provider = new BasicCredentialsProvider();
        provider.setCredentials(new AuthScope(proxy), new UsernamePasswordCredentials(user, password));
        return provider;
    }

    private static SSLContext trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw DroverException.invalid("The certificates to trust cannot be read from " + pem + ": " + e.getMessage()
                    + ". They must be X.509 certificates in PEM form.");
        }
    }
}
