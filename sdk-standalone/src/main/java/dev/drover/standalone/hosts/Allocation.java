package dev.drover.standalone.hosts;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.standalone.hosts.Together.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses free hosts and takes them. A host belongs to one cluster at a time. Safe for use by many threads. */
final class Allocation {
    private final HostsOptions options;
    private final HostShell shell;
    private final Together together;

    Allocation(HostsOptions options, HostShell shell, Together together) {
        this.options = options;
        this.shell = shell;
        this.together = together;
    }

    /**
     * What is known of hosts.
     *
     * @param free in the order of the options
     * @param others why each of the others is not free
     */
    record View(List<SshHost> free, Map<String, String> others) {

        String othersInWords() {
            return others.isEmpty()
                    ? ""
                    : ". Not free: "
                            + others.entrySet().stream()
                                    .map(other -> other.getKey() + " (" + other.getValue() + ")")
                                    .collect(Collectors.joining("; "));
        }
    }

    SshHost host(String name) {
        return options.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        DroverException.invalid("There is no host '" + name + "' here; there are " + options.hosts()
                                + ". If it was taken out of the options, put it back until its cluster ended."));
    }

    List<SshHost> hosts(Collection<String> names) {
        return names.stream().map(this::host).toList();
    }

    View look(CallContext context) {
        List<SshHost> free = new ArrayList<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (Outcome<SshHost, String> outcome : together.tryEach(options.hosts(), host -> holder(host, context))) {
            SshHost host = outcome.item();
            if (outcome.error().isPresent()) {
                others.put(host.name(), outcome.error().get().getMessage());
            } else if (!outcome.result().orElse("").isEmpty()) {
                others.put(host.name(), "belongs to " + outcome.result().get());
            } else {
                free.add(host);
            }
        }
        return new View(free, others);
    }

    private String holder(SshHost host, CallContext context) {
        return shell.ask(host, Request.read("probe"), context).out().strip();
    }

    /**
     * Hosts for a new cluster: the first that may be a master, and workers, which share the master's host only if there is
     * no other one.
     *
     * @throws DroverException QUOTA_EXCEEDED if there are not enough
     */
    ClusterRecord place(ClusterRecord wanted, View view) {
        SshHost master = view.free().stream()
                .filter(host -> host.role() != SshHost.Role.WORKER)
                .min(Comparator.comparing(host -> host.role() == SshHost.Role.MASTER ? 0 : 1))
                .orElseThrow(() -> tooFew("one for the master", view));
        List<SshHost> workers =
                workers(Stream.concat(view.free().stream().filter(host -> host != master), Stream.of(master))
                        .toList());
        if (workers.size() < wanted.wanted()) {
            throw tooFew(wanted.wanted() + " for workers", view);
        }
        return wanted.on(master.name(), names(workers.subList(0, wanted.wanted())));
    }

    /** More hosts for a cluster, its master's last. */
    List<String> more(ClusterRecord record, int count, View view) {
        List<SshHost> candidates = new ArrayList<>(workers(view.free()));
        if (!record.workers().contains(record.master())) {
            candidates.addAll(workers(List.of(host(record.master()))));
        }
        if (candidates.size() < count) {
            throw tooFew(count + " more workers", view);
        }
        return names(candidates.subList(0, count));
    }

    private static List<SshHost> workers(List<SshHost> hosts) {
        return hosts.stream().filter(host -> host.role() != SshHost.Role.MASTER).toList();
    }

    private static List<String> names(List<SshHost> hosts) {
        return hosts.stream().map(SshHost::name).toList();
    }

    private static DroverException tooFew(String what, View view) {
        return new DroverException(
                ErrorCode.QUOTA_EXCEEDED,
                "There are not enough free hosts: wanted " + what + ", free are " + view.free() + view.othersInWords()
                        + ". Free hosts, mend them, or add some.");
    }

    /** Takes hosts for a cluster; those that it has already stay as they are. */
    void claim(String cluster, Collection<String> names, CallContext context) {
        together.each(
                hosts(names.stream().distinct().toList()),
                host -> shell.ask(host, Request.keyed("claim", cluster), context));
    }
}
