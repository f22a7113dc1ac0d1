package dev.drover.gcp.gcs;

import dev.drover.DroverException;
import dev.drover.gcp.GcpOptions;
import java.util.Optional;

/**
 * Who is asked.
 *
 * @param address without a slash at its end
 * @param anonymous whether it is asked without credentials
 */
record Server(String address, boolean anonymous) {
    /** The variable that all of Google's clients read in tests: {@code host:port}, or an address. */
    static final String EMULATOR = "STORAGE_EMULATOR_HOST";

    private static final String GOOGLE = "https://storage.googleapis.com";

    /**
     * The server that the options name, or the emulator that the environment names, or Google's. An emulator gets no
     * credentials that nobody has chosen for it.
     */
    static Server of(GcpOptions options, Optional<String> emulator) {
        if (options.endpoint().isPresent()) {
            return new Server(trimmed(options.endpoint().get().toString()), options.anonymous());
        }
        Optional<String> found = emulator.map(String::strip).filter(text -> !text.isEmpty());
        if (found.isEmpty()) {
            return new Server(GOOGLE, options.anonymous());
        }
        boolean chosen = options.credentialsFile().isPresent()
                || options.oidcTokenFile().isPresent()
                || options.serviceAccount().isPresent();
        return new Server(address(found.get()), !chosen);
    }

    private static String address(String emulator) {
        String address = trimmed(emulator.contains("://") ? emulator : "http://" + emulator);
        if (!address.matches("https?://([\\w.-]+|\\[[0-9a-fA-F:]+\\])(:\\d{1,5})?")) {
            throw DroverException.invalid(
                    EMULATOR + " is '" + emulator + "', which is no address such as 'localhost:4443'.");
        }
        return address;
    }

    private static String trimmed(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
