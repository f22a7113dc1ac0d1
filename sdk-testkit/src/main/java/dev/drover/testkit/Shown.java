package dev.drover.testkit;

import dev.drover.Capability;
import java.util.EnumSet;
import java.util.Set;

/** What one conformance class has shown so far. Safe for use by many threads. */
final class Shown {
    private final String name;
    private final Set<Capability> present = EnumSet.noneOf(Capability.class);
    private final Set<Capability> lacking = EnumSet.noneOf(Capability.class);
    private int passed;
    private int failed;
    private int skipped;

    Shown(String name) {
        this.name = name;
    }

    /** Notes a capability down, and whether the provider has it. */
    synchronized boolean note(Capability capability, boolean has) {
        (has ? present : lacking).add(capability);
        return has;
    }

    synchronized void passed() {
        passed++;
    }

    synchronized void failed() {
        failed++;
    }

    synchronized void skipped() {
        skipped++;
    }

    synchronized int executed() {
        return passed + failed;
    }

    @Override
    public synchronized String toString() {
        return "Conformance of " + name + ": " + passed + " passed, " + failed + " failed, " + skipped
                + " skipped; capabilities tested: " + present + "; lacking, and tested as such: " + lacking;
    }
}
