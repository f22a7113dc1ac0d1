package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.LedgerEntry;
import dev.drover.RequestKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which jobs: by id, or by the key that they were submitted with. */
final class JobChoice {
    @Parameters(arity = "0..*", paramLabel = "JOB", description = "Ids of jobs, as 'submit' prints them.")
    private List<String> ids = List.of();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The job of a key; without --on and --pool, by the ledger.")
    private Optional<RequestKey> key = Optional.empty();

    @ArgGroup
    private @Nullable Target target;

    /**
     * The jobs, none of them asked for yet.
     *
     * @throws DroverException INVALID_ARGUMENT if none is named, NOT_FOUND if the key was never used
     */
    List<JobHandle> handles(Drover drover) {
        List<JobHandle> handles = new ArrayList<>();
        ids.forEach(id -> handles.add(drover.job(JobId.parse(id))));
        key.ifPresent(name -> handles.add(of(name, drover)));
        if (handles.isEmpty()) {
            throw DroverException.invalid("Name the id of a job, or --key.");
        }
        return handles;
    }

    private JobHandle of(RequestKey name, Drover drover) {
        Optional<JobHandle> found = target == null ? onRecord(name, drover) : target.find(drover, name);
        return found.orElseThrow(() -> new DroverException(
                ErrorCode.NOT_FOUND, "No job was accepted for key " + name + ", as far as is on record."));
    }

    private static Optional<JobHandle> onRecord(RequestKey name, Drover drover) {
        DurableLedger.require(drover, "a key alone says nothing; add --on CLUSTER or --pool POOL");
        return drover.ledger().history(name).stream()
                .map(LedgerEntry::id)
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later)
                .map(id -> drover.job(JobId.parse(id)));
    }
}
