package dev.drover.k8s.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.drover.spi.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeSet;

/** A hash by which two contents are told apart. Not safe for use by many threads. */
final class Digest {
    private static final int LENGTH = 32;

    private final MessageDigest sha = Sha256.begin();

    /** Lengths go before contents, so that no two rows of contents give the same bytes. */
    Digest add(byte[] bytes) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha.update(bytes);
        return this;
    }

    Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In whatever order its fields are. */
    Digest add(JsonElement json) {
        if (json instanceof JsonObject object) {
            add("{" + object.size());
            for (String name : new TreeSet<>(object.keySet())) {
                add(name).add(object.get(name));
            }
        } else if (json instanceof JsonArray list) {
            add("[" + list.size());
            list.forEach(this::add);
        } else {
            add(json.toString());
        }
        return this;
    }

    /** Short enough for a label. */
    String hex() {
        return HexFormat.of().formatHex(sha.digest()).substring(0, LENGTH);
    }
}
