package dev.drover.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.internal.storage.SmallObject;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which version of a package is the latest: entries with numbers, of which the highest holds. Entry n+1 is created only if
 * it is absent, so the pointer moves in one step, in any storage that can do that; nothing is overwritten.
 */
final class LatestPointer {
    private static final Pattern ENTRY = Pattern.compile("(\\d{8})\\.json");
    private static final int MAX_ENTRY = 1 << 12;
    private static final int KEPT = 10;
    private static final int TRIES = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Storage storage;
    private final StorageUri folder;

    LatestPointer(Storage storage, StorageUri folder) {
        this.storage = storage;
        this.folder = folder;
    }

    /** The version; empty if there was never one. */
    Optional<String> version() {
        return last().map(Entry::version);
    }

    /** Moves it. Of two who move it at once the later one holds. */
    void moveTo(String version) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Entry> last = last();
            if (last.isPresent() && last.get().version().equals(version)) {
                return;
            }
            int next = last.map(Entry::number).orElse(0) + 1;
            if (storage.putIfAbsent(
                            entry(next),
                            Content.of(JSON.createObjectNode()
                                    .put("format", 1)
                                    .put("version", version)
                                    .toString()))
                    .isPresent()) {
                if (next > KEPT) {
                    forgetBefore(next - KEPT);
                }
                return;
            }
        }
        throw new DroverException(
                ErrorCode.CONFLICT,
                Effect.NONE,
                true,
                "Others keep moving the latest version below " + folder + "; it was not moved to " + version
                        + ". Version " + version + " is there; push again to move it.",
                null);
    }

    private record Entry(int number, String version) {}

    private Optional<Entry> last() {
        return numbers().stream().max(Comparator.naturalOrder()).map(this::read);
    }

    private List<Integer> numbers() {
        try (Stream<StoredObject> entries = storage.list(folder)) {
            return entries.flatMap(entry -> number(entry.uri().fileName()).stream())
                    .toList();
        }
    }

    private static Optional<Integer> number(String file) {
        Matcher name = ENTRY.matcher(file);
        return name.matches() ? Optional.of(Integer.valueOf(name.group(1))) : Optional.empty();
    }

    private Entry read(int number) {
        StorageUri uri = entry(number);
        try {
            JsonNode json =
                    JSON.readTree(SmallObject.read(storage, uri, MAX_ENTRY).orElse(new byte[0]));
            return new Entry(
                    number, PackageNames.requireVersion(json.path("version").asText()));
        } catch (IOException | DroverException e) {
            throw new DroverException(
                    ErrorCode.INTERNAL,
                    Effect.NONE,
                    false,
                    uri + " does not say which version is the latest. Something else wrote it; delete it, and the entry"
                            + " before it holds.",
                    e);
        }
    }

    private void forgetBefore(int oldest) {
        storage.deleteAll(numbers().stream()
                .filter(number -> number < oldest)
                .map(this::entry)
                .toList());
    }

    private StorageUri entry(int number) {
        return folder.resolve(String.format(Locale.ROOT, "%08d", number) + PackageLayout.JSON);
    }
}
