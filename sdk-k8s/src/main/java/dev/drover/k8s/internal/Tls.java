package dev.drover.k8s.internal;

import dev.drover.DroverException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom we trust, and with which certificate we show ourselves. */
record Tls(SSLContext context, X509TrustManager trust, ClientKeys keys) {

    static Tls of(Access access) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(
                    access.authorities().isPresent()
                            ? store(access.authorities().get())
                            : null);
            X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
            ClientKeys keys = new ClientKeys();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            return new Tls(context, trust, keys);
        } catch (IOException | GeneralSecurityException e) {
            throw DroverException.invalid("The certificates to trust for " + access.server() + " cannot be read: "
                    + Words.quote(e.getMessage()) + ". They must be X.509 certificates in PEM form.");
        }
    }

    private static KeyStore store(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate each : Pem.certificates(pem)) {
            store.setCertificateEntry("ca-" + store.size(), each);
        }
        return store;
    }

    /**
     * Shows this certificate to servers from now on.
     *
     * @return whether it is another than before, so that connections that were made with that are of no use
     */
    boolean show(Optional<ClientKey> key) {
        boolean other = keys.use(key);
        if (other) {
            forgetSessions();
        }
        return other;
    }

    /** A session that is taken up again has the certificate with which it began. */
    private void forgetSessions() {
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            Optional.ofNullable(sessions.getSession(id)).ifPresent(session -> session.invalidate());
        }
    }
}
