package dev.drover.internal.spec;

import dev.drover.bootstrap.BootstrapAction;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys of {@link BootstrapAction}. */
final class BootstrapKeys {

    private BootstrapKeys() {}

    private static final class Draft {
        private String name = "";
        private Optional<Function<String, BootstrapAction.Builder>> from = Optional.empty();
        private List<String> args = List.of();
        private Map<String, String> env = Map.of();
        private Optional<Duration> timeout = Optional.empty();

        void from(Function<String, BootstrapAction.Builder> named) {
            from = Optional.of(named);
        }

        BootstrapAction build() {
            BootstrapAction.Builder action = from.orElseThrow().apply(name).args(args.toArray(String[]::new));
            env.forEach(action::env);
            timeout.ifPresent(action::timeout);
            return action.build();
        }
    }

    static Kind<BootstrapAction> kind() {
        return Keys.of(Draft::new, Draft::build)
                .required("name", SpecKinds.name(), "Shown in progress and errors.", (draft, name) -> draft.name = name)
                .key(
                        "script",
                        Kinds.text(),
                        "The script itself; run by the interpreter of its first line, or bash.",
                        (draft, text) -> draft.from(name -> BootstrapAction.script(name, text)))
                .key(
                        "file",
                        Kinds.path(),
                        "A file here that holds the script.",
                        (draft, file) -> draft.from(name -> BootstrapAction.file(name, file)))
                .key(
                        "uri",
                        SpecKinds.storageUri(),
                        "Where the script is, for the cluster to read.",
                        (draft, uri) -> draft.from(name -> BootstrapAction.uri(name, uri)))
                .key(
                        "args",
                        Kinds.list(Kinds.anyText()),
                        "Handed to the script as they are; no shell reads them.",
                        (draft, args) -> draft.args = args)
                .key(
                        "env",
                        SpecKinds.variables(Kinds.anyText()),
                        "Added to the script's environment; no secrets.",
                        (draft, env) -> draft.env = env)
                .key(
                        "timeout",
                        Kinds.duration(),
                        "How long it may take on each machine, 1s to 1h; by default 10m.",
                        (draft, limit) -> draft.timeout = Optional.of(limit))
                .exactlyOneOf("script", "file", "uri")
                .end()
                .kind();
    }
}
