package dev.drover.gcp.fake;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A server on the loopback that speaks HTTP, and HTTPS with a certificate that nobody vouches for. */
public final class TlsServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Path store;
    private final Path certificate;
    private final WireMockServer server;

    /** @param folder for its key and its certificate */
    public TlsServer(Path folder) {
        store = folder.resolve("server.p12");
        certificate = folder.resolve("ca.pem");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=Acme", "-ext", "san=ip:127.0.0.1");
        keytool(store, "-exportcert", "-rfc", "-file", certificate.toString());
        server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(store.toString())
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD)
                .keystoreType("PKCS12"));
        server.start();
    }

    private static void keytool(Path store, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-alias", "ca", "-keystore", store.toString(), "-storepass", PASSWORD));
        try {
            if (new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public WireMockServer server() {
        return server;
    }

    /** Its key, for servers of another protocol. */
    public KeyManager[] keys() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
            return keys.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path certificate() {
        return certificate;
    }

    public URI http() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public URI https() {
        return URI.create("https://127.0.0.1:" + server.httpsPort());
    }

    @Override
    public void close() {
        server.stop();
    }
}
