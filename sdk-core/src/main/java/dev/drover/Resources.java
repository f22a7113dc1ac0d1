package dev.drover;

/**
 * Cores and memory of one process.
 *
 * @param cores at least 1
 * @param memoryMiB at least 256, in MiB; for drivers and executors the Java heap
 */
public record Resources(int cores, int memoryMiB) {

    public Resources {
        if (cores < 1 || cores > 4096) {
            throw DroverException.invalid("Cores must be 1 to 4096, not " + cores + ".");
        }
        if (memoryMiB < 256 || memoryMiB > 64 * 1024 * 1024) {
            throw DroverException.invalid("Memory must be 256 MiB to 64 TiB, not " + memoryMiB + " MiB.");
        }
    }

    public static Resources of(int cores, int memoryMiB) {
        return new Resources(cores, memoryMiB);
    }

    @Override
    public String toString() {
        return cores + (cores == 1 ? " core, " : " cores, ") + memoryMiB + " MiB";
    }
}
