package dev.drover.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an upload left at its target, written there after the last file, as JSON:
 *
 * <pre>{"format": 1, "files": {"etl/main.py": {"size": 512, "sha256": "9f86d0..."}}}</pre>
 *
 * <p>Immutable.
 */
record BundleManifest(SortedMap<String, FileDigest> files) {
    /** Where it stands, below the target. */
    static final String PATH = ".drover/manifest.json";

    static final BundleManifest EMPTY = new BundleManifest(Collections.emptySortedMap());

    private static final int FORMAT = 1;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    BundleManifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    byte[] toJson() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeObjectFieldStart("files");
            for (Map.Entry<String, FileDigest> file : files.entrySet()) {
                json.writeObjectFieldStart(file.getKey());
                json.writeNumberField("size", file.getValue().size());
                json.writeStringField("sha256", file.getValue().sha256());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #toJson} wrote; fields of later versions are passed over.
     *
     * @throws IOException if it is anything else
     */
    static BundleManifest parse(byte[] bytes) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(bytes)) {
            SortedMap<String, FileDigest> files = new TreeMap<>();
            int format = 0;
            require(json.nextToken() == JsonToken.START_OBJECT);
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "format" -> format = json.getIntValue();
                    case "files" -> readFiles(json, files);
                    default -> json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            if (format != FORMAT) {
                throw new IOException("The manifest has format " + format + ", not " + FORMAT);
            }
            return new BundleManifest(files);
        }
    }

    private static void readFiles(JsonParser json, SortedMap<String, FileDigest> files) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            long size = -1;
            String sha256 = "";
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "size" -> size = json.getLongValue();
                    case "sha256" -> sha256 = json.getText();
                    default -> json.skipChildren();
                }
            }
            require(size >= 0 && SHA_256.matcher(sha256).matches());
            files.put(name, new FileDigest(size, sha256));
        }
    }

    private static void require(boolean wellFormed) throws IOException {
        if (!wellFormed) {
            throw new IOException("This is not the manifest of a bundle");
        }
    }
}
