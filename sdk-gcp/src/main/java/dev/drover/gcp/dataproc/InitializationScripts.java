package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.NodeInitializationAction;
import com.google.protobuf.Duration;
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

/**
 * Bootstrap actions as Dataproc's initialization actions, which are the URI of a script and its timeout
 * (<a href="https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/init-actions">Dataproc: initialization
 * actions</a>). What has a text, arguments or variables becomes a script of our own, which is put into the staging place
 * under the hash of its content, so the same action is put once.
 */
final class InitializationScripts {
    /** It is written into a script as it is. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Optional<StorageUri> staging;
    private final Function<StorageUri, Storage> storages;

    InitializationScripts(Optional<StorageUri> staging, Function<StorageUri, Storage> storages) {
        this.staging = staging;
        this.storages = storages;
    }

    void check(List<BootstrapAction> actions) {
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
            if (!uri.scheme().equals("gs")) {
                throw DroverException.invalid("Dataproc's machines cannot read bootstrap action " + action.name()
                        + " at '" + uri + "'; upload it to Cloud Storage, or give its text.");
            }
        });
        if (staging.isEmpty() && needsOurs(action)) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Dataproc takes bootstrap actions by URI, without arguments and variables. Set"
                            + " DataprocOptions.staging, where Drover can put the script of " + action.name()
                            + ", or upload one and use BootstrapAction.uri.");
        }
    }

    private static boolean needsOurs(BootstrapAction action) {
        return action.script().isPresent()
                || !action.args().isEmpty()
                || !action.env().isEmpty();
    }

    /** What Dataproc is told; puts the scripts where its machines look for them. */
    List<NodeInitializationAction> stage(List<BootstrapAction> actions) {
        return actions.stream().map(this::stage).toList();
    }

    private NodeInitializationAction stage(BootstrapAction action) {
        StorageUri script = needsOurs(action) ? put(action) : action.uri().orElseThrow();
        return NodeInitializationAction.newBuilder()
                .setExecutableFile(script.toString())
                .setExecutionTimeout(
                        Duration.newBuilder().setSeconds(action.timeout().toSeconds()))
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
                        .append(quote(value))
                        .append('\n'));
        text.append("script=$(mktemp) || exit 1\n");
        action.script()
                .ifPresent(own -> text.append("printf %s ").append(quote(own)).append(" > \"$script\" || exit 1\n"));
        action.uri()
                .ifPresent(uri -> text.append("gcloud storage cp ")
                        .append(quote(uri.toString()))
                        .append(" \"$script\" || exit 1\n"));
        text.append("""
                chmod 700 "$script"
                words=("$script")
                [ "$(head -c 2 "$script")" = '#!' ] || words=(bash "$script")
                "${words[@]}\"""");
        action.args().forEach(word -> text.append(' ').append(quote(word)));
        return text.append("\ncode=$?\nrm -f \"$script\"\nexit \"$code\"\n").toString();
    }

    /** For bash, so that it arrives as it is. */
    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
