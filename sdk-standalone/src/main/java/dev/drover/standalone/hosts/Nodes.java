package dev.drover.standalone.hosts;

import dev.drover.ClusterSpec;
import dev.drover.Content;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.spi.CallContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Starts, looks at and stops nodes. Safe for use by many threads. */
final class Nodes {
    private static final String SCRIPT = Request.resource("node.sh");
    /** {@code host.sh} waits 15 s, and then 5 s more. */
    private static final Duration STOP = Duration.ofSeconds(30);

    private final HostsOptions options;
    private final HostShell shell;
    private final Function<StorageUri, Storage> storages;

    Nodes(HostsOptions options, HostShell shell, Function<StorageUri, Storage> storages) {
        this.options = options;
        this.shell = shell;
        this.storages = storages;
    }

    /** The lines that run a cluster's bootstrap actions on each of its nodes. */
    String bootstrap(ClusterSpec spec) {
        List<String> lines = new ArrayList<>();
        for (BootstrapAction action : spec.bootstrapActions()) {
            List<String> words = new ArrayList<>(List.of(
                    "run_bootstrap",
                    Request.quote(action.name()),
                    String.valueOf(action.timeout().toSeconds()),
                    Base64.getEncoder().encodeToString(text(action).getBytes(StandardCharsets.UTF_8)),
                    String.valueOf(action.env().size())));
            variables(action).forEach(variable -> words.add(Request.quote(variable)));
            action.args().forEach(argument -> words.add(Request.quote(argument)));
            lines.add("  " + String.join(" ", words) + "\n");
        }
        return String.join("", lines);
    }

    static List<String> variables(BootstrapAction action) {
        return action.env().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    /** A script that lies in a storage is read here: a host may have neither the tool nor the right to fetch it. */
    String text(BootstrapAction action) {
        if (action.script().isPresent()) {
            return action.script().get();
        }
        StorageUri uri = action.uri().orElseThrow();
        try (InputStream content = storages.apply(uri).get(uri)) {
            return new String(content.readNBytes(BootstrapAction.MAX_SCRIPT * 4), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + uri + " cannot be read to its end", e);
        }
    }

    /** Starts a node; one that runs is left alone. */
    void launch(ClusterRecord record, SshHost host, Role role, SshHost master, CallContext context) {
        byte[] script = script(record, host, role, master).getBytes(StandardCharsets.UTF_8);
        var unused = shell.ask(
                host,
                Request.keyed("launch", record.name(), role.word(), script.length)
                        .with(Content.of(script)),
                context);
    }

    private String script(ClusterRecord record, SshHost host, Role role, SshHost master) {
        HostPorts ports = options.ports();
        StringBuilder script = new StringBuilder("#!/bin/bash\n");
        set(script, "role", role.word());
        set(script, "address", host.sparkAddress());
        set(script, "spark_home", record.sparkHome());
        set(script, "java_home", options.javaHome().orElse(""));
        set(script, "master_host", master.sparkAddress());
        set(script, "master_port", ports.master());
        set(script, "rest_port", ports.rest());
        set(script, "pages_port", role.pages(ports));
        set(script, "worker_port", ports.worker());
        set(script, "worker_cores", host.cores().orElse(record.cores()));
        set(script, "worker_memory", host.memoryMiB().orElse(record.memoryMiB()));
        set(script, "auth_secret", record.authSecret());
        set(script, "signing_key", role == Role.MASTER ? record.signingKey() : "");
        set(script, "shuffle_service", record.shuffleService());
        // On a host that has both, one run is enough.
        boolean twice = role == Role.WORKER && host == master;
        script.append("bootstrap_actions() {\n")
                .append(twice ? "" : record.bootstrap())
                .append("  :\n}\n");
        return script.append(SCRIPT).toString();
    }

    private static void set(StringBuilder script, String variable, Object value) {
        script.append(variable)
                .append('=')
                .append(Request.quote(String.valueOf(value)))
                .append('\n');
    }

    /**
     * A node.
     *
     * @param runs whether any of its processes does
     * @param answers whether its pages do
     * @param phase in words: {@code running}, {@code failed: ...}, {@code restarting: ...}, the name of a bootstrap action
     * @param log the ends of its logs
     */
    record State(SshHost host, Role role, boolean runs, boolean answers, String phase, String log) {
        boolean failed() {
            return (!runs && !phase.equals("starting")) || phase.startsWith("failed");
        }

        String words() {
            return role.word() + " on " + host + ": " + phase + (runs ? "" : ", no process of it runs")
                    + (log.isEmpty() ? "" : "; its log ends: " + log);
        }
    }

    /** What a node says of itself; one without a folder has failed, or is not there yet. */
    State state(ClusterRecord record, SshHost host, Role role, CallContext context) {
        HostShell.Answer answer = shell.ask(
                host,
                Request.read(
                        "state",
                        record.name(),
                        role.word(),
                        host.sparkAddress(),
                        String.valueOf(role.pages(options.ports()))),
                Set.of(HostShell.NOT_THERE),
                options.requestTimeout(),
                context);
        if (!answer.found()) {
            return new State(host, role, false, false, "not started", "");
        }
        String[] lines = answer.out().split("\n", 4);
        return new State(
                host,
                role,
                lines[0].equals("runs"),
                lines[1].equals("answers"),
                lines[2],
                lines.length > 3 ? lines[3].strip() : "");
    }

    /** Ends all processes of a node; does nothing if there are none. */
    void stop(ClusterRecord record, SshHost host, Role role, CallContext context) {
        var unused = shell.ask(host, Request.keyed("stop", record.name(), role.word()), Set.of(), STOP, context);
    }

    /** Gives a host back, and removes what the cluster left there. */
    void release(ClusterRecord record, SshHost host, CallContext context) {
        var unused = shell.ask(host, Request.keyed("release", record.name()), context);
    }
}
