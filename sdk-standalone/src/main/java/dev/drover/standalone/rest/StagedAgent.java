package dev.drover.standalone.rest;

import dev.drover.Content;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the agent's jar into staging places, once for each. Safe for use by many threads. */
final class StagedAgent {
    private final Function<StorageUri, Storage> storages;
    private final Map<StorageUri, StorageUri> staged = new ConcurrentHashMap<>();
    private volatile @Nullable AgentJar built;

    StagedAgent(Function<StorageUri, Storage> storages) {
        this.storages = storages;
    }

    /** The jar's URI. Threads that come at the same time may each try to write; the storage lets one win. */
    StorageUri in(StorageUri staging) {
        StorageUri known = staged.get(staging);
        if (known != null) {
            return known;
        }
        AgentJar jar = jar();
        StorageUri uri = staging.resolve(jar.fileName());
        Storage storage = storages.apply(staging);
        if (storage.stat(uri).isEmpty()) {
            // Whatever is there already has the same bytes: its name is their hash.
            var unused = storage.putIfAbsent(uri, Content.of(jar.bytes()));
        }
        staged.put(staging, uri);
        return uri;
    }

    private AgentJar jar() {
        AgentJar jar = built;
        if (jar == null) {
            jar = AgentJar.build();
            built = jar;
        }
        return jar;
    }
}
