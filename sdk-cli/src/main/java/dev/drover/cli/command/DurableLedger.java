package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.DroverException;

/** What has to outlive the command stands in the ledger's storage. */
final class DurableLedger {
    private DurableLedger() {}

    /**
     * Refuses to work without one.
     *
     * @throws DroverException INVALID_ARGUMENT if the ledger is in memory
     */
    static void require(Drover drover, String why) {
        if (!drover.ledger().durable()) {
            throw DroverException.invalid(
                    "drover.yaml has to name a ledger, such as 'ledger: s3://bucket/keys/': without one, " + why + ".");
        }
    }
}
