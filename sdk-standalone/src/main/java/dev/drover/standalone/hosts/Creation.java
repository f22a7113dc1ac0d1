package dev.drover.standalone.hosts;

import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.standalone.hosts.ClusterRecord.Phase;
import dev.drover.standalone.hosts.Register.Entry;
import dev.drover.standalone.hosts.Register.Lock;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Begins clusters: takes hosts for them, having said in the register which, so that whoever comes after a process that died
 * in between knows what to clear away. Safe for use by many threads.
 */
final class Creation {
    /** How often other creators may be faster in taking a host. */
    private static final int ROUNDS = 5;

    private static final int SECRET_BYTES = 32;

    private final Register register;
    private final Allocation allocation;
    private final Nodes nodes;
    private final Ending ending;
    private final Makings makings;
    private final SecureRandom random = new SecureRandom();

    Creation(Register register, Allocation allocation, Nodes nodes, Ending ending, Makings makings) {
        this.register = register;
        this.allocation = allocation;
        this.nodes = nodes;
        this.ending = ending;
        this.makings = makings;
    }

    /** Takes the hosts, and lets the rest be done behind the caller's back. */
    void create(String name, ClusterSpec spec, CallContext context) {
        Lock lock = lock(name, context);
        boolean handedOver = false;
        try {
            clearWay(name, context);
            ClusterRecord record = take(record(name, spec, context), context);
            makings.begin(record, lock, context);
            handedOver = true;
        } finally {
            if (!handedOver) {
                lock.close();
            }
        }
    }

    private Lock lock(String name, CallContext context) {
        try {
            return register.lock(name, context);
        } catch (DroverException e) {
            throw e.code() == ErrorCode.CONFLICT ? new DroverException(ErrorCode.ALREADY_EXISTS, e.getMessage()) : e;
        }
    }

    /** What an earlier creator left half made, or a failed cluster, goes; a detached one comes back. */
    private void clearWay(String name, CallContext context) {
        Optional<ClusterRecord> there = register.read(name, context).map(Entry::record);
        if (there.isPresent() && there.get().phase() == Phase.MADE) {
            if (there.get().detached()) {
                var unused = register.change(there.get().detached(false), context);
            }
            throw new DroverException(ErrorCode.ALREADY_EXISTS, "The cluster '" + name + "' is there already.");
        }
        there.ifPresent(record -> ending.end(record, context));
    }

    /** What will be said of a cluster, before it has hosts. */
    ClusterRecord record(String name, ClusterSpec spec, CallContext context) {
        return new ClusterRecord(
                name,
                Phase.MAKING,
                context.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "",
                List.of(),
                spec.workers(),
                spec.worker().cores(),
                spec.worker().memoryMiB(),
                spec.conf(),
                spec.shuffleService(),
                nodes.bootstrap(spec),
                spec.bootstrapActions().stream()
                        .mapToLong(action -> action.timeout().toSeconds())
                        .sum(),
                "",
                "",
                secret(),
                secret(),
                false,
                "");
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private ClusterRecord take(ClusterRecord wanted, CallContext context) {
        for (int round = 1; ; round++) {
            ClusterRecord record = allocation.place(wanted, allocation.look(context));
            register.add(record, context);
            try {
                List<String> all = new ArrayList<>(record.workers());
                all.add(record.master());
                allocation.claim(record.name(), all, context);
                return record;
            } catch (DroverException e) {
                undo(record, e, context.renewed());
                if (e.code() != ErrorCode.CONFLICT || round == ROUNDS) {
                    throw new DroverException(e.code(), Effect.NONE, e.retryable(), e.getMessage(), e);
                }
            }
        }
    }

    private void undo(ClusterRecord record, DroverException why, CallContext context) {
        try {
            ending.end(record, context);
        } catch (DroverException left) {
            throw new DroverException(
                    why.code(),
                    Effect.UNKNOWN,
                    why.retryable(),
                    why.getMessage() + " What had been done before could not be undone: " + left.getMessage(),
                    why);
        }
    }
}
