package dev.drover.aws.emrserverless;

import dev.drover.DroverException;
import dev.drover.Resources;
import java.util.List;

/**
 * A worker as EMR Serverless makes them.
 *
 * @param memoryGb in steps that depend on the cores
 */
record WorkerSize(int cores, int memoryGb) {
    private static final double OVERHEAD = 0.1;
    private static final int SMALLEST_OVERHEAD_MIB = 384;

    private record Kind(int cores, int least, int most, int step) {}

    /**
     * From <a href="https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/app-behavior.html">AWS's list of worker
     * configurations</a>.
     */
    private static final List<Kind> KINDS = List.of(
            new Kind(1, 2, 8, 1),
            new Kind(2, 4, 16, 1),
            new Kind(4, 8, 30, 1),
            new Kind(8, 16, 60, 4),
            new Kind(16, 32, 120, 8));

    /**
     * The smallest that offers this to a job: the memory is the heap, to which Spark's overhead is added.
     *
     * @throws DroverException INVALID_ARGUMENT if none is big enough
     */
    static WorkerSize offering(Resources resources) {
        double overhead = Math.max(SMALLEST_OVERHEAD_MIB, resources.memoryMiB() * OVERHEAD);
        int gb = (int) Math.ceil((resources.memoryMiB() + overhead) / 1024);
        return KINDS.stream()
                .filter(kind -> kind.cores() >= resources.cores() && kind.most() >= gb)
                .findFirst()
                .map(kind -> new WorkerSize(kind.cores(), rounded(kind, gb)))
                .orElseThrow(() -> DroverException.invalid("No worker of EMR Serverless offers " + resources
                        + ": they have up to 16 cores, and 120 GB for heap and overhead together."));
    }

    private static int rounded(Kind kind, int gb) {
        int steps = (int) Math.ceil((double) (Math.max(gb, kind.least()) - kind.least()) / kind.step());
        return Math.min(kind.most(), kind.least() + steps * kind.step());
    }

    String cpu() {
        return cores + " vCPU";
    }

    String memory() {
        return memoryGb + " GB";
    }
}
