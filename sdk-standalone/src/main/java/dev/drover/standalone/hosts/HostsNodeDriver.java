package dev.drover.standalone.hosts;

import dev.drover.ClusterId;
import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.NodeResult;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.spi.CallContext;
import dev.drover.spi.NodeDriver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Scripts and files on the hosts of clusters, workers by name, and detached clusters. Safe for use by many threads. */
final class HostsNodeDriver implements NodeDriver {
    /** {@code timeout} kills what does not end within 10 s of its being told to. */
    private static final Duration AFTER_SCRIPT = Duration.ofSeconds(20);

    private final Register register;
    private final Allocation allocation;
    private final Nodes nodes;
    private final Resizing resizing;
    private final HostShell shell;
    private final Together together;

    HostsNodeDriver(
            Register register,
            Allocation allocation,
            Nodes nodes,
            Resizing resizing,
            HostShell shell,
            Together together) {
        this.register = register;
        this.allocation = allocation;
        this.nodes = nodes;
        this.resizing = resizing;
        this.shell = shell;
        this.together = together;
    }

    @Override
    public List<NodeResult> run(ClusterId cluster, BootstrapAction script, CallContext context) {
        byte[] text = nodes.text(script).getBytes(StandardCharsets.UTF_8);
        ClusterRecord record = register.living(cluster.name(), context);
        return onEach(record, host -> {
            List<Object> words =
                    new ArrayList<>(List.of(record.name(), script.timeout().toSeconds(), text.length));
            List<String> variables = Stream.concat(
                            Stream.of("DROVER_ROLE=" + role(record, host).word(), "SPARK_HOME=" + record.sparkHome()),
                            Nodes.variables(script).stream())
                    .toList();
            words.add(variables.size());
            words.addAll(variables);
            words.addAll(script.args());
            HostShell.Answer answer = shell.ask(
                    host,
                    Request.unsafe("run", Content.of(text), words.toArray()),
                    Set.of(),
                    script.timeout().plus(AFTER_SCRIPT),
                    context);
            return NodeResult.ended(host.name(), Integer.parseInt(answer.err().strip()), answer.out());
        });
    }

    private static Role role(ClusterRecord record, SshHost host) {
        return record.master().equals(host.name()) ? Role.MASTER : Role.WORKER;
    }

    private List<NodeResult> onEach(ClusterRecord record, Function<SshHost, NodeResult> work) {
        List<SshHost> hosts = allocation.hosts(Stream.concat(Stream.of(record.master()), record.workers().stream())
                .distinct()
                .toList());
        return together.tryEach(hosts, work).stream()
                .map(outcome -> outcome.result()
                        .orElseGet(() -> NodeResult.failed(
                                outcome.item().name(),
                                outcome.error().map(DroverException::getMessage).orElse(""))))
                .toList();
    }

    @Override
    public List<NodeResult> put(ClusterId cluster, Content content, String path, CallContext context) {
        ClusterRecord record = register.living(cluster.name(), context);
        long length = length(content);
        return onEach(record, host -> {
            var unused = shell.ask(
                    host, Request.keyed("put", path, length).with(content), Set.of(), context.remaining(), context);
            return NodeResult.ended(host.name(), 0, "");
        });
    }

    private static long length(Content content) {
        try {
            return content.length();
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT, Effect.NONE, false, "The file cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void get(ClusterId cluster, String node, String path, Path target, CallContext context) {
        ClusterRecord record = register.living(cluster.name(), context);
        if (!record.master().equals(node) && !record.workers().contains(node)) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "The cluster '" + cluster + "' has no node '" + node + "'; it has " + record.master() + " and "
                            + record.workers() + ".");
        }
        Path folder = target.toAbsolutePath().getParent();
        try {
            Path aside = Files.createTempFile(folder, "." + target.getFileName(), ".part");
            try {
                fetch(allocation.host(node), path, aside, context);
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT,
                    Effect.NONE,
                    false,
                    "The file " + target + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private void fetch(SshHost host, String path, Path aside, CallContext context) throws IOException {
        try (OutputStream out = Files.newOutputStream(aside)) {
            // Not to be repeated: what has come is in the file already.
            HostShell.Answer answer = shell.ask(
                    host,
                    Request.unsafe("get", Content.of(""), path),
                    out,
                    Set.of(HostShell.NOT_THERE),
                    context.remaining(),
                    context);
            if (!answer.found()) {
                throw new DroverException(ErrorCode.NOT_FOUND, "There is no file " + path + " on host '" + host + "'.");
            }
        }
    }

    @Override
    public void add(ClusterId cluster, List<String> machines, CallContext context) {
        resizing.add(cluster.name(), machines, context);
    }

    @Override
    public void remove(ClusterId cluster, List<String> machines, CallContext context) {
        resizing.remove(cluster.name(), machines, context);
    }

    @Override
    public void detach(ClusterId cluster, CallContext context) {
        ClusterRecord record = register.living(cluster.name(), context);
        if (record.phase() != ClusterRecord.Phase.MADE) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "The cluster '" + cluster + "' is still being made; detach it when it is ready.");
        }
        if (!register.change(record.detached(true), context)) {
            throw new DroverException(ErrorCode.NOT_FOUND, "The cluster '" + cluster + "' was just ended.");
        }
    }
}
