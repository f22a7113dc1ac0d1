package dev.drover.samples.gateway;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose token is whose. The file has a line for each token: the user's name, the SHA-256 of the token in hexadecimal, and
 * {@code admin} for administrators. Tokens themselves are nowhere; they are to be long and random
 * ({@code openssl rand -hex 32}), so a plain hash of them tells nothing.
 */
final class Users {
    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9]{0,15})\\s+([0-9a-f]{64})(\\s+admin)?");
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([\\x21-\\x7e]{1,512})");
    private static final Set<PosixFilePermission> NOT_FOR_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /** @param hash in hexadecimal */
    private record Known(String hash, User user) {}

    private final List<Known> all;

    private Users(List<Known> all) {
        this.all = List.copyOf(all);
    }

    /** @throws DroverException INVALID_ARGUMENT if the file is for more eyes than its owner's, or says something else */
    static Users read(Path file) {
        try {
            if (!Collections.disjoint(Files.getPosixFilePermissions(file), NOT_FOR_OTHERS)) {
                throw DroverException.invalid(
                        "Others than its owner can use the file " + file + "; say chmod 600 '" + file + "'.");
            }
            return new Users(parse(file, Files.readAllLines(file)));
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT,
                    Effect.NONE,
                    false,
                    "The file of tokens " + file + " cannot be read.",
                    e);
        }
    }

    private static List<Known> parse(Path file, List<String> lines) {
        List<Known> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                // What stands there may be a token.
                throw DroverException.invalid(file + ", line " + (i + 1) + ": this is not NAME HASH or NAME HASH admin,"
                        + " where a name has 1 to 16 lower-case letters and digits and a hash 64 hexadecimal digits.");
            }
            User user = new User(parts.group(1), parts.group(3) != null);
            String hash = parts.group(2);
            if (all.stream().anyMatch(other -> other.hash().equals(hash))) {
                throw DroverException.invalid(file + ", line " + (i + 1) + ": this token stands there twice.");
            }
            all.add(new Known(hash, user));
        }
        return all;
    }

    /** Who a request is from, by its Authorization header. Takes as long for a wrong token as for a right one. */
    Optional<User> from(Optional<String> authorization) {
        Optional<User> found = Optional.empty();
        Matcher bearer = BEARER.matcher(authorization.orElse(""));
        if (bearer.matches()) {
            byte[] hash = ascii(sha256(bearer.group(1)));
            for (Known known : all) {
                if (MessageDigest.isEqual(ascii(known.hash()), hash)) {
                    found = Optional.of(known.user());
                }
            }
        }
        return found;
    }

    private static byte[] ascii(String hash) {
        return hash.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
