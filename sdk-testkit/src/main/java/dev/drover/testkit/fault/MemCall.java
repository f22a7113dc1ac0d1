package dev.drover.testkit.fault;

import dev.drover.ClusterId;
import dev.drover.RequestKey;
import dev.drover.spi.NativeCall;
import java.util.Optional;

/**
 * One native call on its way to the pretended platform.
 *
 * @param client the pretended process that makes it, by the name given to its factory
 * @param request the call as the platform's operator would count it
 * @param cluster the cluster that it is about, where it is about one
 * @param key the user's key, where the call carries or looks for one
 */
public record MemCall(String client, NativeCall request, Optional<ClusterId> cluster, Optional<RequestKey> key) {

    /** The platform's name of the operation; see {@link MemApi}. */
    public String api() {
        return request.api();
    }

    /** Whether it looks for what was made for a key. */
    public boolean looksUp() {
        return api().startsWith("Find");
    }

    /** One line: who asks whom for what. */
    @Override
    public String toString() {
        return request.api() + " from " + client + " to " + request.endpoint()
                + key.map(k -> " for key " + k).orElse("");
    }
}
