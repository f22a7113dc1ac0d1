package dev.drover.standalone.hosts;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.standalone.hosts.ClusterRecord.Phase;
import dev.drover.standalone.hosts.Register.Lock;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.MasterState.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Adds workers to clusters and takes them away, one caller at a time. Safe for use by many threads. */
final class Resizing {
    private final Register register;
    private final Allocation allocation;
    private final Makings makings;
    private final Ending ending;
    private final Masters masters;

    Resizing(Register register, Allocation allocation, Makings makings, Ending ending, Masters masters) {
        this.register = register;
        this.allocation = allocation;
        this.makings = makings;
        this.ending = ending;
        this.masters = masters;
    }

    void resize(String name, int workers, CallContext context) {
        locked(name, context, record -> {
            int now = record.workers().size();
            if (workers > now) {
                grow(record, allocation.more(record, workers - now, allocation.look(context)), context);
            } else if (workers < now) {
                shrink(record, idlest(record, now - workers, context), context);
            }
        });
    }

    void add(String name, List<String> hosts, CallContext context) {
        for (SshHost host : allocation.hosts(hosts)) {
            if (host.role() == SshHost.Role.MASTER) {
                throw DroverException.invalid("The host '" + host + "' may be a master only.");
            }
        }
        locked(name, context, record -> {
            List<String> more = hosts.stream()
                    .filter(host -> !record.workers().contains(host))
                    .toList();
            if (!more.isEmpty()) {
                grow(record, more, context);
            }
        });
    }

    void remove(String name, List<String> hosts, CallContext context) {
        var unused = allocation.hosts(hosts);
        locked(name, context, record -> {
            List<String> fewer =
                    hosts.stream().filter(record.workers()::contains).toList();
            if (fewer.size() == record.workers().size()) {
                throw DroverException.invalid(
                        "The cluster '" + name + "' would have no worker left; terminate it instead.");
            }
            shrink(record, fewer, context);
        });
    }

    private void locked(String name, CallContext context, Consumer<ClusterRecord> change) {
        Lock lock = register.lock(name, context);
        try {
            change.accept(made(name, context));
        } finally {
            lock.close();
        }
    }

    private ClusterRecord made(String name, CallContext context) {
        ClusterRecord record = register.living(name, context);
        if (record.phase() != Phase.MADE) {
            throw new DroverException(
                    ErrorCode.CONFLICT, "The cluster '" + name + "' is still being made; resize it when it is ready.");
        }
        return record;
    }

    /** The register says so first: whoever ends the cluster then also ends what a lost caller has begun. */
    private void grow(ClusterRecord record, List<String> more, CallContext context) {
        ClusterRecord grown = record.withWorkers(
                Stream.concat(record.workers().stream(), more.stream()).toList());
        if (!register.change(grown, context)) {
            throw new DroverException(ErrorCode.NOT_FOUND, "The cluster '" + record.name() + "' was just ended.");
        }
        try {
            allocation.claim(record.name(), more, context);
            makings.launchMore(grown, more, context);
        } catch (DroverException e) {
            shrink(grown, more, context.renewed());
            throw new DroverException(e.code(), Effect.NONE, e.retryable(), e.getMessage(), e);
        }
    }

    private void shrink(ClusterRecord record, List<String> fewer, CallContext context) {
        List<String> left = ending.release(record, fewer, context);
        if (!left.isEmpty()) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.UNKNOWN,
                    true,
                    "Workers of '" + record.name() + "' could not be taken away: " + left
                            + ". Ask again when the hosts can be reached.",
                    null);
        }
        var unused = register.change(
                record.withWorkers(record.workers().stream()
                        .filter(host -> !fewer.contains(host))
                        .toList()),
                context);
    }

    /** Those that use the fewest cores, of these the last that came. */
    private List<String> idlest(ClusterRecord record, int count, CallContext context) {
        Optional<MasterState> said = masters.state(record, context);
        Map<String, Integer> used = said
                .orElseThrow(() -> new DroverException(
                        ErrorCode.CONFLICT,
                        "The master of '" + record.name()
                                + "' does not answer, so it cannot be told which workers are idle; resize it when it is"
                                + " ready."))
                .workers()
                .stream()
                .filter(Worker::alive)
                .collect(Collectors.toMap(Worker::host, Worker::coresUsed, Math::max));
        List<String> lastFirst = new ArrayList<>(record.workers());
        Collections.reverse(lastFirst);
        return lastFirst.stream()
                .sorted(Comparator.comparing(
                        name -> used.getOrDefault(allocation.host(name).sparkAddress(), -1)))
                .limit(count)
                .toList();
    }
}
