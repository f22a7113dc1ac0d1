package dev.drover.standalone.hosts;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.standalone.hosts.ClusterRecord.Phase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Ends clusters in the reverse order of their making: workers, then the master, then the hosts are given back, and the entry
 * in the register goes last. All of it may be repeated. Safe for use by many threads.
 */
final class Ending {
    private final Register register;
    private final Allocation allocation;
    private final Nodes nodes;
    private final Together together;

    Ending(Register register, Allocation allocation, Nodes nodes, Together together) {
        this.register = register;
        this.allocation = allocation;
        this.nodes = nodes;
        this.together = together;
    }

    /**
     * Ends a cluster.
     *
     * @throws DroverException UNAVAILABLE, naming hosts on which something may be left; it stays in the register then
     */
    void end(ClusterRecord record, CallContext context) {
        if (record.phase() == Phase.FAILED) {
            // Its hosts were given back then, and may be others' by now.
            register.erase(record.name(), context);
            return;
        }
        var unused = register.change(record.at(Phase.ENDING), context);
        List<String> left = clear(record, context);
        if (left.isEmpty()) {
            register.erase(record.name(), context);
            return;
        }
        String problem = left(left);
        unused = register.change(record.at(Phase.ENDING).because(problem), context);
        throw new DroverException(
                ErrorCode.UNAVAILABLE,
                Effect.UNKNOWN,
                true,
                "The cluster '" + record.name() + "' is not ended as a whole: " + problem,
                null);
    }

    static String left(List<String> hosts) {
        return "on these hosts something of it may still run: " + String.join("; ", hosts)
                + ". Terminate it again when they can be reached.";
    }

    /** Stops and gives back everything; says where it could not, and why. */
    List<String> clear(ClusterRecord record, CallContext context) {
        List<String> left = new ArrayList<>(release(record, record.workers(), context));
        if (!record.workers().contains(record.master())) {
            left.addAll(released(record, List.of(record.master()), Role.MASTER, context));
        }
        return left;
    }

    /** The same for some workers. A host that has the master too is kept for that, unless all are named. */
    List<String> release(ClusterRecord record, List<String> workers, CallContext context) {
        Set<String> all = new LinkedHashSet<>(workers);
        boolean whole = all.containsAll(record.workers());
        boolean masterToo = all.remove(record.master());
        List<String> left = new ArrayList<>(released(record, List.copyOf(all), Role.WORKER, context));
        if (masterToo) {
            left.addAll(failures(record, List.of(record.master()), context, host -> {
                nodes.stop(record, host, Role.WORKER, context);
                if (whole) {
                    nodes.stop(record, host, Role.MASTER, context);
                    nodes.release(record, host, context);
                }
            }));
        }
        return left;
    }

    private List<String> released(ClusterRecord record, List<String> names, Role role, CallContext context) {
        return failures(record, names, context, host -> {
            nodes.stop(record, host, role, context);
            nodes.release(record, host, context);
        });
    }

    private List<String> failures(
            ClusterRecord record, List<String> names, CallContext context, Consumer<SshHost> work) {
        context.progress("ending " + record.name() + " on " + names);
        return together
                .tryEach(allocation.hosts(names), host -> {
                    work.accept(host);
                    return true;
                })
                .stream()
                .filter(outcome -> outcome.error().isPresent())
                .map(outcome -> outcome.item() + " ("
                        + outcome.error().map(DroverException::getMessage).orElse("") + ")")
                .collect(Collectors.toList());
    }
}
