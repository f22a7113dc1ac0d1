package dev.drover.gcp.dataprocserverless;

import dev.drover.DroverException;
import dev.drover.Resources;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A driver or executor as Dataproc Serverless makes them: 4, 8 or 16 cores, and for each core 1,024 MiB to 7,424 MiB, or
 * 24,576 MiB in the premium tier, for heap and overhead together. From
 * <a href="https://cloud.google.com/dataproc-serverless/docs/concepts/properties">Google's page on Spark properties</a>.
 *
 * @param overheadMiB beside the heap, said always, so that nothing hangs on Google's default
 */
record WorkerSize(int cores, int heapMiB, int overheadMiB) {
    private static final List<Integer> CORES = List.of(4, 8, 16);
    private static final int LEAST_PER_CORE = 1_024;
    private static final int SMALLEST_OVERHEAD = 384;
    private static final double JVM_SHARE = 0.1;
    private static final double PYTHON_SHARE = 0.4;

    /** How much memory a core may have at most, in MiB. */
    enum Tier {
        STANDARD(7_424),
        PREMIUM(24_576);

        private final int mostPerCore;

        Tier(int mostPerCore) {
            this.mostPerCore = mostPerCore;
        }
    }

    /**
     * The smallest that offers this to a job: the memory is the heap, to which the overhead is added. What a worker has
     * more than was asked for goes to the heap.
     *
     * @param overhead in MiB, where the job says it; else a tenth of the heap, for Python four tenths, and 384 at least
     * @throws DroverException INVALID_ARGUMENT if none is big enough
     */
    static WorkerSize offering(Resources asked, OptionalInt overhead, boolean python, Tier tier) {
        double share = python ? PYTHON_SHARE : JVM_SHARE;
        int beside = overhead.orElse((int) Math.max(SMALLEST_OVERHEAD, Math.ceil(asked.memoryMiB() * share)));
        long total = (long) asked.memoryMiB() + beside;
        int cores = CORES.stream()
                .filter(each -> each >= asked.cores() && (long) each * tier.mostPerCore >= total)
                .findFirst()
                .orElseThrow(() -> DroverException.invalid("No worker of Dataproc Serverless offers " + asked + " and "
                        + beside + " MiB of overhead: in the " + tier.name().toLowerCase(Locale.ROOT)
                        + " tier they have up to 16 cores, and " + tier.mostPerCore
                        + " MiB for each of them."));
        int heap = (int) Math.max(total, (long) cores * LEAST_PER_CORE) - beside;
        return new WorkerSize(cores, heap, beside);
    }
}
