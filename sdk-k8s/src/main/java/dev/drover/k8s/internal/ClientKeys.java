package dev.drover.k8s.internal;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows the client's certificate that holds now to servers that ask for one. */
final class ClientKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final AtomicReference<@Nullable ClientKey> current = new AtomicReference<>();

    /** Whether it is another than before. */
    boolean use(Optional<ClientKey> key) {
        ClientKey next = key.orElse(null);
        return !Objects.equals(current.getAndSet(next), next);
    }

    private @Nullable String alias() {
        return current.get() == null ? null : ALIAS;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return alias();
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return alias();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        ClientKey key = current.get();
        return key == null ? null : key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        ClientKey key = current.get();
        return key == null ? null : key.key();
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return current.get() == null ? new String[0] : new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return new String[0];
    }
}
