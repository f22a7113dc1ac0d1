package dev.drover.gcp.internal;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are looked for with the first request, since to look may ask the network. What goes wrong with them is
 * told apart from what goes wrong with the request itself.
 */
final class DeferredCredentials extends Credentials {
    private static final long serialVersionUID = 1L;

    private final transient Source source;
    private final transient AtomicLong renewals = new AtomicLong();
    private transient volatile @Nullable GoogleCredentials found;

    /** Looks for credentials. */
    @FunctionalInterface
    interface Source {
        GoogleCredentials find() throws IOException;
    }

    DeferredCredentials(Source source) {
        this.source = source;
    }

    @Override
    public Map<String, List<String>> getRequestMetadata(@Nullable URI uri) throws IOException {
        try {
            return found().getRequestMetadata(uri);
        } catch (IOException | RuntimeException e) {
            throw new CredentialsException(e);
        }
    }

    @Override
    public void refresh() throws IOException {
        try {
            found().refresh();
            renewals.incrementAndGet();
        } catch (IOException | RuntimeException e) {
            throw new CredentialsException(e);
        }
    }

    /** How often a server has refused credentials and they were renewed. */
    long renewals() {
        return renewals.get();
    }

    /** Not under a lock, which would be held while the network answers; two that are found at once are alike. */
    private GoogleCredentials found() throws IOException {
        GoogleCredentials known = found;
        if (known == null) {
            known = source.find();
            found = known;
        }
        return known;
    }

    @Override
    public String getAuthenticationType() {
        return "OAuth2";
    }

    @Override
    public boolean hasRequestMetadata() {
        return true;
    }

    @Override
    public boolean hasRequestMetadataOnly() {
        return true;
    }
}
