package dev.drover.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a version of a package holds, as JSON; small files may be in a pack:
 *
 * <pre>{"format": 1, "packs": ["0a1b2c..."], "files": {"conf/etl.ini": {"size": 512, "sha256": "9f86d0...", "pack": 0}}}</pre>
 *
 * <p>Written once, after all that it names, and never changed. Immutable.
 */
record PackageManifest(SortedMap<String, Entry> files) {
    private static final int FORMAT = 1;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A file.
     *
     * @param pack the archive that holds it; empty if it is an object of its own
     */
    record Entry(FileDigest digest, Optional<String> pack) {}

    PackageManifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** A name for just this content. */
    String digest() {
        return FileHasher.hex(FileHasher.digestOf(toJson()));
    }

    long bytes() {
        return files.values().stream().mapToLong(file -> file.digest().size()).sum();
    }

    Content content() {
        return Content.of(toJson());
    }

    byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> packs = files.values().stream()
                .flatMap(file -> file.pack().stream())
                .distinct()
                .toList();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeArrayFieldStart("packs");
            for (String pack : packs) {
                json.writeString(pack);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("files");
            for (Map.Entry<String, Entry> file : files.entrySet()) {
                json.writeObjectFieldStart(file.getKey());
                json.writeNumberField("size", file.getValue().digest().size());
                json.writeStringField("sha256", file.getValue().digest().sha256());
                if (file.getValue().pack().isPresent()) {
                    json.writeNumberField(
                            "pack", packs.indexOf(file.getValue().pack().get()));
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError("Memory takes everything", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #toJson} wrote; fields of later versions are passed over.
     *
     * @throws IOException if it is anything else
     */
    static PackageManifest parse(byte[] bytes) throws IOException {
        JsonNode root = JSON.readTree(bytes);
        require(root != null && root.isObject() && root.path("format").asInt() == FORMAT);
        require(root.path("files").isObject());
        List<String> packs = new ArrayList<>();
        for (JsonNode pack : root.path("packs")) {
            packs.add(sha256(pack));
        }
        SortedMap<String, Entry> files = new TreeMap<>();
        for (Map.Entry<String, JsonNode> file : root.path("files").properties()) {
            JsonNode size = file.getValue().path("size");
            require(size.isIntegralNumber() && size.longValue() >= 0);
            FileDigest digest =
                    new FileDigest(size.longValue(), sha256(file.getValue().path("sha256")));
            JsonNode pack = file.getValue().path("pack");
            require(pack.isMissingNode() || (pack.isInt() && pack.intValue() >= 0 && pack.intValue() < packs.size()));
            // A manifest that somebody else wrote must lead nobody out of the package.
            files.put(
                    BundlePath.require(file.getKey()),
                    new Entry(digest, pack.isInt() ? Optional.of(packs.get(pack.intValue())) : Optional.empty()));
        }
        require(!files.isEmpty());
        return new PackageManifest(files);
    }

    private static String sha256(JsonNode text) throws IOException {
        require(SHA_256.matcher(text.asText()).matches());
        return text.asText();
    }

    private static void require(boolean wellFormed) throws IOException {
        if (!wellFormed) {
            throw new IOException("This is not the manifest of a package");
        }
    }
}
