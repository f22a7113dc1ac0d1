package dev.drover.standalone.rest;

import dev.drover.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Where a master listens.
 *
 * @param rest of its submission server, without a path: {@code http://host:6066}
 * @param ui of its web pages, without a path: {@code http://host:8080}
 * @param signingKey of the tokens that the submission server asks for, in base64url; empty if it asks for none
 * @param pagesKey the same for the web pages of master and workers; empty if they ask for none
 */
public record MasterEndpoints(URI rest, URI ui, Optional<Secret> signingKey, Optional<Secret> pagesKey) {

    /** Endpoints of a master that asks for no tokens on its web pages. */
    public static MasterEndpoints of(URI rest, URI ui, Optional<Secret> signingKey) {
        return new MasterEndpoints(rest, ui, signingKey, Optional.empty());
    }

    /** The address under a URI of this record, which has no path of its own or one that ends in a slash or not. */
    static URI resolve(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }
}
