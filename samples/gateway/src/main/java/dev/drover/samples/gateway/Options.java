package dev.drover.samples.gateway;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the gateway is started with.
 *
 * @param config the drover.yaml with the pool
 * @param tokens who may ask; see {@link Users}
 * @param uploads the prefix under which users put files
 * @param pool the name of the pool in drover.yaml; empty if it has only one
 * @param listen the address of the HTTP server
 */
record Options(Path config, Path tokens, StorageUri uploads, Optional<String> pool, InetSocketAddress listen) {
    static final String USAGE = "Usage: Gateway --config DROVER.YAML --tokens FILE --uploads PREFIX [--pool NAME]"
            + " [--listen ADDRESS:PORT]";
    private static final List<String> NAMES = List.of("--config", "--tokens", "--uploads", "--pool", "--listen");

    /** @throws DroverException INVALID_ARGUMENT if they make no sense */
    static Options of(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i]) || i + 1 == arguments.length || given.containsKey(arguments[i])) {
                throw DroverException.invalid("'" + arguments[i] + "' is not understood. " + USAGE);
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        return new Options(
                Path.of(required(given, "--config")),
                Path.of(required(given, "--tokens")),
                StorageUri.parse(required(given, "--uploads")).asPrefix(),
                Optional.ofNullable(given.get("--pool")),
                address(given.getOrDefault("--listen", "127.0.0.1:8080")));
    }

    private static String required(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw DroverException.invalid(name + " is missing. " + USAGE);
        }
        return value;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw DroverException.invalid("'" + text + "' is not ADDRESS:PORT.");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 65_535) {
            throw DroverException.invalid("A port is 0 to 65535, not " + port + ".");
        }
        return new InetSocketAddress(text.substring(0, colon), port);
    }
}
