package dev.drover.gcp.internal;

import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentialSource;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import dev.drover.gcp.GcpOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where credentials come from. */
final class CredentialSources {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");
    private static final String STS = "https://sts.googleapis.com/v1/token";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final int LIFETIME_SECONDS = 3600;

    private final GcpOptions options;
    private final HttpTransportFactory transport;

    private CredentialSources(GcpOptions options, HttpTransportFactory transport) {
        this.options = options;
        this.transport = transport;
    }

    static Credentials of(GcpOptions options, HttpTransportFactory transport) {
        return new DeferredCredentials(new CredentialSources(options, transport)::find);
    }

    private GoogleCredentials find() throws IOException {
        GoogleCredentials own = own().createScoped(SCOPES);
        return options.serviceAccount()
                .<GoogleCredentials>map(account -> impersonating(account, own))
                // Tokens are asked for within a call, which the core repeats.
                .orElseGet(() -> own.createWithCustomRetryStrategy(false));
    }

    private GoogleCredentials own() throws IOException {
        if (options.credentialsFile().isPresent()) {
            return fromFile(options.credentialsFile().get());
        }
        if (options.oidcTokenFile().isPresent()) {
            return byToken(options.oidcTokenFile().get(), options.audience().orElseThrow());
        }
        if (options.audience().isPresent()) {
            throw new IOException("the options name a workload identity provider and no OIDC token for it; set"
                    + " Drover.Builder.oidcTokenFile or GcpOptions.oidcTokenFile");
        }
        return GoogleCredentials.getApplicationDefault(transport);
    }

    private GoogleCredentials fromFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return GoogleCredentials.fromStream(in, transport);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    private GoogleCredentials byToken(Path token, String audience) {
        return IdentityPoolCredentials.newBuilder()
                .setHttpTransportFactory(transport)
                .setAudience(audience)
                .setSubjectTokenType(JWT)
                .setTokenUrl(options.tokenEndpoint().map(URI::toString).orElse(STS))
                .setCredentialSource(new IdentityPoolCredentialSource(Map.of("file", token.toString())))
                .build();
    }

    private GoogleCredentials impersonating(String account, GoogleCredentials by) {
        ImpersonatedCredentials.Builder credentials = ImpersonatedCredentials.newBuilder()
                .setHttpTransportFactory(transport)
                .setSourceCredentials(by)
                .setTargetPrincipal(account)
                .setScopes(SCOPES)
                .setLifetime(LIFETIME_SECONDS);
        options.impersonationEndpoint()
                .ifPresent(endpoint -> credentials.setIamEndpointOverride(
                        endpoint + "/v1/projects/-/serviceAccounts/" + account + ":generateAccessToken"));
        return credentials.build();
    }
}
