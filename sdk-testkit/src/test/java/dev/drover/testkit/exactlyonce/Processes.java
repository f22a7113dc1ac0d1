package dev.drover.testkit.exactlyonce;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobSpec;
import dev.drover.LedgerEntry;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.CallHook;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.fault.MemCall;
import dev.drover.testkit.mem.MemPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Pretended processes that share a platform and a ledger. */
public final class Processes implements AutoCloseable {
    public static final String LEDGER = "mem://ledger/keys/";
    /** How often the ledger is written to before its first use, to try the storage. */
    public static final int PROBES = 2;

    public static final RequestKey KEY = RequestKey.of("nightly", "2026-11-21");
    public static final JobSpec JOB =
            PySpark.script(StorageUri.parse("mem://code/main.py")).build();

    public final ManualClock clock = ManualClock.auto();
    public final FaultScript faults = new FaultScript(clock.steady());
    public final MemPlatform platform = MemPlatform.builder(clock)
            .time(clock.steady())
            .faults(faults)
            .hook(call -> hook().before(call))
            .build();
    public final ClusterId etl = platform.cluster("mem://eu/etl");
    private final List<Drover> started = new ArrayList<>();
    private volatile CallHook hook = CallHook.NONE;

    /** A pretended process dies of it. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private CallHook hook() {
        return hook;
    }

    /** Lets something happen once, just before a call that matches. */
    public void justBefore(Predicate<MemCall> calls, Runnable action) {
        hook = call -> {
            if (calls.test(call)) {
                hook = CallHook.NONE;
                action.run();
            }
        };
    }

    /** A process that shares the ledger; it ends with this. */
    public Drover start(String name) {
        return start(builder(name).ledger(LEDGER));
    }

    public Drover start(Drover.Builder builder) {
        Drover drover = builder.build();
        started.add(drover);
        return drover;
    }

    /** A process without a durable ledger, to be built. */
    public Drover.Builder builder(String name) {
        return Drover.builder().factories(List.of(platform.factory(name))).clock(clock);
    }

    /** What the ledger says of a key: one word per line. */
    public static List<String> history(Drover drover, RequestKey key) {
        return drover.ledger().history(key).stream().map(Processes::inShort).toList();
    }

    private static String inShort(LedgerEntry entry) {
        return entry.state() + " " + entry.attempt().number()
                + entry.outcome().map(outcome -> " " + outcome).orElse("");
    }

    @Override
    public void close() {
        started.forEach(Drover::close);
    }
}
