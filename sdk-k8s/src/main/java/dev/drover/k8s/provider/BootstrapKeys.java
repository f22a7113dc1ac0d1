package dev.drover.k8s.provider;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys of a {@link BootstrapAction}. */
final class BootstrapKeys {
    private String name = "";
    private final List<Supplier<BootstrapAction.Builder>> scripts = new ArrayList<>();
    private List<String> args = List.of();
    private Map<String, String> env = Map.of();
    private Optional<Duration> timeout = Optional.empty();

    private BootstrapKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<BootstrapAction> keys() {
        return Keys.of(BootstrapKeys::new, BootstrapKeys::action)
                .required(
                        "name",
                        Kinds.text(),
                        "1 to 63 lower-case letters, digits and hyphens.",
                        (action, name) -> action.name = name)
                .key(
                        "script",
                        Kinds.text(),
                        "The script itself.",
                        (action, text) -> action.scripts.add(() -> BootstrapAction.script(action.name, text)))
                .key(
                        "file",
                        Kinds.path(),
                        "A local file that holds the script, read with this file.",
                        (action, file) -> action.scripts.add(() -> BootstrapAction.file(action.name, file)))
                .key(
                        "uri",
                        Kinds.text("the address of an object in a storage", StorageUri::parse),
                        "Where the script is in a storage.",
                        (action, uri) -> action.scripts.add(() -> BootstrapAction.uri(action.name, uri)))
                .key(
                        "args",
                        Kinds.list(Kinds.text()),
                        "Handed to the script as they are; by default none.",
                        (action, all) -> action.args = all)
                .key(
                        "env",
                        Kinds.map(Kinds.text()),
                        "Environment variables of the script, no secrets.",
                        (action, all) -> action.env = all)
                .key(
                        "timeout",
                        Kinds.duration(),
                        "How long the script may take; by default 10m.",
                        (action, limit) -> action.timeout = Optional.of(limit))
                .end();
    }

    private BootstrapAction action() {
        if (scripts.size() != 1) {
            throw DroverException.invalid("a bootstrap action is exactly one of script, file and uri");
        }
        BootstrapAction.Builder action = scripts.get(0).get().args(args.toArray(String[]::new));
        env.forEach(action::env);
        timeout.ifPresent(action::timeout);
        return action.build();
    }
}
