package dev.drover.standalone.local;

import com.sun.management.OperatingSystemMXBean;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import java.lang.management.ManagementFactory;

/**
 * What this machine cannot run, whatever happens. Spark itself promises cores and memory without looking, which is
 * useful: workers may offer more cores than there are.
 *
 * @param memoryMiB of the machine or the container
 */
record MachineLimits(long memoryMiB) {
    /** What a daemon takes at least. */
    private static final long DAEMON_MIB = 100;

    static MachineLimits ofThisMachine() {
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new MachineLimits(bytes >> 20);
    }

    /** Refuses what does not fit, by INVALID_ARGUMENT. */
    void check(ClusterSpec spec) {
        long daemons = DAEMON_MIB * (spec.workers() + 1L);
        if (daemons > memoryMiB) {
            throw DroverException.invalid("A master and " + spec.workers() + " workers take " + daemons
                    + " MiB for themselves alone, and this machine has " + memoryMiB + "; ask for fewer workers.");
        }
    }
}
