package dev.drover.standalone.hosts;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The register of the location's clusters, on its first host. Safe for use by many threads. */
final class Register {
    private final HostsOptions options;
    private final Connections connections;
    private final HostShell shell;

    Register(HostsOptions options, Connections connections, HostShell shell) {
        this.options = options;
        this.connections = connections;
        this.shell = shell;
    }

    /**
     * An entry.
     *
     * @param held whether somebody is making or changing the cluster in this moment
     */
    record Entry(ClusterRecord record, boolean held) {}

    Optional<Entry> read(String name, CallContext context) {
        HostShell.Answer answer = shell.ask(
                options.first(),
                Request.read("read", name),
                Set.of(HostShell.NOT_THERE),
                options.requestTimeout(),
                context);
        return answer.found() ? Optional.of(entries(answer.out()).get(0)) : Optional.empty();
    }

    /**
     * The entry of a cluster that is being made, or is there.
     *
     * @throws DroverException NOT_FOUND if there is none
     */
    ClusterRecord living(String name, CallContext context) {
        return read(name, context)
                .map(Entry::record)
                .filter(ClusterRecord::living)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND, "There is no cluster '" + name + "'; it ended, or never was here."));
    }

    List<Entry> all(CallContext context) {
        return entries(shell.ask(options.first(), Request.read("list"), context).out());
    }

    private static List<Entry> entries(String said) {
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            entries.add(new Entry(
                    ClusterRecord.parse(lines.get(i + 1)), lines.get(i).equals("held")));
        }
        return entries;
    }

    void add(ClusterRecord record, CallContext context) {
        var unused = write(record, "new", context);
    }

    /** Changes an entry; false, and nothing is written, if it is there no longer. */
    boolean change(ClusterRecord record, CallContext context) {
        return write(record, "change", context).found();
    }

    private HostShell.Answer write(ClusterRecord record, String mode, CallContext context) {
        byte[] json = record.json().getBytes(StandardCharsets.UTF_8);
        Request request =
                Request.keyed("write", record.name(), json.length, mode).with(Content.of(json));
        return shell.ask(options.first(), request, Set.of(HostShell.NOT_THERE), options.requestTimeout(), context);
    }

    void erase(String name, CallContext context) {
        var unused = shell.ask(options.first(), Request.keyed("erase", name), context);
    }

    /**
     * The right to make or change a cluster, for as long as the lock is open and the connection lasts: it ends with the
     * process that has it, however that ends.
     *
     * @throws DroverException CONFLICT if somebody else has it
     */
    Lock lock(String name, CallContext context) {
        return context.call(shell.call(options.first(), "hold", Safety.KEYED, options.requestTimeout()), timeout -> {
            Said out = new Said();
            Tail err = new Tail(1_000);
            Request request = Request.keyed("hold", name);
            Connections.Running running =
                    connections.start(options.first(), in -> request.writeTo(options.folder(), in), out, err, timeout);
            if (out.await(running::runs, timeout)) {
                return new Lock(running);
            }
            running.close();
            throw new NativeException(Failure.refused(
                    ErrorCode.CONFLICT,
                    "another process is making or changing the cluster '" + name + "' in this moment."));
        });
    }

    /** See {@link #lock}. */
    static final class Lock implements AutoCloseable {
        private final Connections.Running running;

        private Lock(Connections.Running running) {
            this.running = running;
        }

        @Override
        public void close() {
            running.close();
        }
    }
}
