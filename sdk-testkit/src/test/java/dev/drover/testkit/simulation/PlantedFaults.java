package dev.drover.testkit.simulation;

import dev.drover.DroverException;
import dev.drover.LedgerEntry;
import dev.drover.internal.submission.Runs;
import dev.drover.internal.submission.Runs.Seen;
import dev.drover.spi.Lookup;
import java.time.Duration;

/** What planted code calls; public, since it is called from the core's own classes. */
public final class PlantedFaults {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private PlantedFaults() {}

    /** Ends the other runs of an attempt, before it is known which of them counts. */
    public static void cancelOthers(Runs runs, LedgerEntry intent, String id) {
        try {
            if (runs.find(intent.target(), intent.attempt(), LIMIT) instanceof Lookup.Found<Seen> found) {
                found.matches().stream()
                        .filter(seen -> !seen.id().equals(id) && !seen.state().terminal())
                        .forEach(seen -> runs.undo(seen.id(), LIMIT));
            }
        } catch (DroverException e) {
            // It only tries.
        }
    }
}
