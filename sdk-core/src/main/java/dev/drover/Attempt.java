package dev.drover;

import dev.drover.spi.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One try at the work that a key names. At most one native submission is accepted per attempt.
 *
 * @param kind what the attempt makes
 * @param key the user's key
 * @param number counted from 1; the next one starts only after this one has ended
 * @param namespace whose keys these are: equal keys of different namespaces name different work; empty unless
 *     {@link Drover.Builder#namespace} sets one
 */
public record Attempt(Kind kind, RequestKey key, int number, String namespace) {
    private static final int HASH_LENGTH = 16;
    private static final Pattern NAME =
            Pattern.compile("(?=.{18,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*-[0-9a-f]{" + HASH_LENGTH + "}");

    private static final Pattern UNREADABLE = Pattern.compile("[^a-z0-9]+");
    private static final Pattern NO_LETTERS = Pattern.compile("^[^a-z]+");
    private static final Pattern HYPHENS = Pattern.compile("-+$");

    /** What an attempt makes. */
    public enum Kind {
        CLUSTER,
        JOB
    }

    /** The longest {@link #name(int) name} that every platform accepts. */
    public static final int MAX_NAME = 40;

    /** An attempt in the unnamed namespace. */
    public Attempt(Kind kind, RequestKey key, int number) {
        this(kind, key, number, "");
    }

    public Attempt {
        if (namespace.length() > 100 || namespace.chars().anyMatch(Character::isISOControl)) {
            throw DroverException.invalid("A namespace has at most 100 characters and no control characters.");
        }
        if (number < 1) {
            throw DroverException.invalid("Attempts are counted from 1, not " + number + ".");
        }
    }

    /**
     * The native name or token: a readable prefix from the key, then a hash of all four parts. The same attempt
     * has the same name in every JVM. It starts with a letter, holds only lower-case letters, digits and single
     * hyphens, and ends with a letter or digit, which is legal on every platform.
     *
     * @param maxLength 20 to {@value #MAX_NAME}
     */
    public String name(int maxLength) {
        if (maxLength < HASH_LENGTH + 4 || maxLength > MAX_NAME) {
            throw DroverException.invalid(
                    "A native name has 20 to " + MAX_NAME + " characters, not " + maxLength + ".");
        }
        String legal = UNREADABLE
                .matcher(String.join("-", key.parts()).toLowerCase(Locale.ROOT))
                .replaceAll("-");
        String readable = NO_LETTERS.matcher(legal).replaceAll("");
        String cut = readable.substring(0, Math.min(readable.length(), maxLength - HASH_LENGTH - 1));
        String prefix = HYPHENS.matcher(cut).replaceAll("");
        return (prefix.isEmpty() ? "d" : prefix) + "-" + hash();
    }

    /**
     * Whether a text has the form of a {@link #name(int) name} that Drover gives, of whatever key. For platforms that show
     * nothing but names: one that somebody else chose like that cannot be told from Drover's.
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The attempt that follows when this one has ended. */
    public Attempt next() {
        return new Attempt(kind, key, number + 1, namespace);
    }

    /** {@link #name(int)} at its full length. */
    public String name() {
        return name(MAX_NAME);
    }

    private String hash() {
        MessageDigest sha = Sha256.begin();
        // Parts are length-prefixed, so that no two keys give the same bytes.
        sha.update((kind + ":" + number).getBytes(StandardCharsets.UTF_8));
        for (String part : key.parts()) {
            sha.update((":" + part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
        }
        if (!namespace.isEmpty()) {
            sha.update(("@" + namespace).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest()).substring(0, HASH_LENGTH);
    }

    @Override
    public String toString() {
        return key + " (" + kind.name().toLowerCase(Locale.ROOT) + ", attempt " + number + ")";
    }
}
