package dev.drover.aws.emr;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.spi.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.emr.model.BootstrapActionConfig;

/**
 * Bootstrap actions in EMR's words. EMR takes the URI of a script and arguments; a script of our own around the user's
 * brings its text, its environment and its timeout. It is put into the staging place under the hash of its content, so the
 * same action is put once.
 */
final class BootstrapScripts {
    /** EMR's own limit for one action. */
    static final int EMR_LIMIT_MINUTES = 60;
    /** What EMR takes at most. */
    private static final int MOST = 16;

    /** It is written into a script as it is. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Optional<StorageUri> staging;
    private final Function<StorageUri, Storage> storages;

    BootstrapScripts(Optional<StorageUri> staging, Function<StorageUri, Storage> storages) {
        this.staging = staging;
        this.storages = storages;
    }

    void check(List<BootstrapAction> actions) {
        if (actions.size() > MOST) {
            throw DroverException.invalid(
                    "EMR takes at most " + MOST + " bootstrap actions, not " + actions.size() + ".");
        }
        actions.forEach(this::check);
    }

    private void check(BootstrapAction action) {
        action.env().keySet().forEach(name -> {
            if (!VARIABLE.matcher(name).matches()) {
                throw DroverException.invalid("'" + name + "', which bootstrap action " + action.name()
                        + " sets, is not the name of an environment variable.");
            }
        });
        action.uri().ifPresent(uri -> {
            if (!uri.scheme().equals("s3")) {
                throw DroverException.invalid("EMR's machines cannot read bootstrap action " + action.name() + " at '"
                        + uri + "'; upload it to S3, or give its text.");
            }
        });
        if (staging.isEmpty() && (action.script().isPresent() || !action.env().isEmpty())) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "EMR takes bootstrap actions by URI and without variables. Set EmrOptions.staging, where Drover can put"
                            + " the script of " + action.name() + ", or upload one and use BootstrapAction.uri.");
        }
    }

    /** Whether the time that an action may take is kept on the nodes, rather than by EMR's own limit. */
    boolean keepsTimeouts() {
        return staging.isPresent();
    }

    /** What EMR is told; puts the scripts where EMR will look for them. */
    List<BootstrapActionConfig> stage(List<BootstrapAction> actions) {
        return actions.stream()
                .map(action -> config(
                        action, staging.isPresent() ? put(action) : action.uri().orElseThrow()))
                .toList();
    }

    private static BootstrapActionConfig config(BootstrapAction action, StorageUri script) {
        return BootstrapActionConfig.builder()
                .name(action.name())
                .scriptBootstrapAction(s -> s.path(script.toString()).args(action.args()))
                .build();
    }

    private StorageUri put(BootstrapAction action) {
        StorageUri place = staging.orElseThrow();
        String script = script(action);
        StorageUri uri = place.resolve("bootstrap/" + Sha256.hex(script) + "/" + action.name() + ".sh");
        var unused = storages.apply(place).putIfAbsent(uri, Content.of(script));
        return uri;
    }

    private static String script(BootstrapAction action) {
        StringBuilder text = new StringBuilder("#!/bin/bash\n");
        new TreeMap<>(action.env())
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(ShellWords.quote(value))
                        .append('\n'));
        text.append("script=$(mktemp) || exit 1\n");
        action.script()
                .ifPresent(own ->
                        text.append("printf %s ").append(ShellWords.quote(own)).append(" > \"$script\"\n"));
        action.uri()
                .ifPresent(uri -> text.append("aws s3 cp --only-show-errors ")
                        .append(ShellWords.quote(uri.toString()))
                        .append(" \"$script\" || exit 1\n"));
        long seconds = action.timeout().toSeconds();
        return text.append("""
                        chmod 700 "$script"
                        words=("$script")
                        [ "$(head -c 2 "$script")" = '#!' ] || words=(bash "$script")
                        timeout -k 10 %d "${words[@]}" "$@"
                        code=$?
                        [ "$code" != 124 ] || echo "drover: bootstrap action %s took longer than %d s" >&2
                        rm -f "$script"
                        exit "$code"
                        """.formatted(seconds, action.name(), seconds)).toString();
    }
}
