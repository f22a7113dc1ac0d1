package dev.drover.internal.ledger;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.internal.storage.SmallObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Entries as objects {@code PREFIX/NAME/00000001.json} of a storage that creates only what is absent. */
final class StorageStore implements LedgerStore {
    /** Most are of a few hundred bytes; what begins a run of a pipeline names all its steps. */
    private static final int MAX_ENTRY = 1 << 20;

    private static final int DIGITS = 8;
    private static final String SUFFIX = ".json";

    private final Storage storage;
    private final StorageUri prefix;

    StorageStore(Storage storage, StorageUri prefix) {
        this.storage = storage;
        this.prefix = prefix;
    }

    /**
     * Opens a store after trying whether the storage keeps its promise that only one of two creators succeeds.
     *
     * @throws DroverException UNSUPPORTED if it does not; or whatever the storage throws
     */
    static StorageStore probed(Storage storage, StorageUri prefix, String nonce) {
        StorageUri probe = prefix.resolve("probe/" + nonce);
        try {
            storage.putIfAbsent(probe, Content.of(nonce));
            if (storage.putIfAbsent(probe, Content.of("second")).isPresent()) {
                throw new DroverException(
                        ErrorCode.UNSUPPORTED,
                        "The ledger at " + prefix + " cannot work: the storage let a second writer create an object"
                                + " that was there. Use one with conditional writes.");
            }
        } finally {
            storage.delete(probe);
        }
        return new StorageStore(storage, prefix);
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public boolean create(String name, int index, byte[] entry) {
        return storage.putIfAbsent(uri(name, index), Content.of(entry)).isPresent();
    }

    @Override
    public Optional<byte[]> read(String name, int index) {
        StorageUri uri = uri(name, index);
        Optional<byte[]> entry = SmallObject.read(storage, uri, MAX_ENTRY);
        if (entry.isPresent() && entry.get().length > MAX_ENTRY) {
            throw new DroverException(
                    ErrorCode.INTERNAL, uri + " is larger than any entry of a ledger; something else wrote it.");
        }
        return entry;
    }

    @Override
    public List<Integer> indexes(String name) {
        try (Stream<StoredObject> objects = storage.list(prefix.resolve(name + "/"))) {
            return objects.flatMap(object -> index(object.uri()).stream()).toList();
        }
    }

    @Override
    public List<String> names() {
        int from = prefix.path().length();
        Set<String> names = new LinkedHashSet<>();
        try (Stream<StoredObject> objects = storage.list(prefix)) {
            objects.filter(object -> index(object.uri()).isPresent()).forEach(object -> {
                String path = object.uri().path();
                names.add(path.substring(from, path.lastIndexOf('/')));
            });
        }
        return new ArrayList<>(names);
    }

    @Override
    public void delete(String name, Collection<Integer> indexes) {
        // One by one: the order matters if this process dies on the way.
        indexes.forEach(index -> storage.delete(uri(name, index)));
    }

    private StorageUri uri(String name, int index) {
        String number = String.valueOf(index);
        return prefix.resolve(name + "/" + "0".repeat(DIGITS - number.length()) + number + SUFFIX);
    }

    private static Optional<Integer> index(StorageUri uri) {
        String file = uri.path().substring(uri.path().lastIndexOf('/') + 1);
        return file.matches("\\d{" + DIGITS + "}\\" + SUFFIX)
                ? Optional.of(Integer.parseInt(file.substring(0, DIGITS)))
                : Optional.empty();
    }
}
