package dev.drover.spi;

import java.nio.file.Path;

/**
 * Options of a platform that gives credentials for an OIDC token. Where the user has named one token for all platforms
 * ({@link dev.drover.Drover.Builder#oidcTokenFile}), {@link ProviderContext#options} gives them with it.
 *
 * @param <T> the options
 */
public interface OidcOptions<T extends ProviderOptions> extends ProviderOptions {

    /** These options with a token file, if they say what it is good for and name no credentials of their own; else as they are. */
    T withOidcTokenFile(Path file);
}
