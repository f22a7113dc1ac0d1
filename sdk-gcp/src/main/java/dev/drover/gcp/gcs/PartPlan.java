package dev.drover.gcp.gcs;

import dev.drover.DroverException;
import dev.drover.StorageUri;

/**
 * In which parts an object is sent that is composed, after the
 * <a href="https://cloud.google.com/storage/quotas#objects">limits of Cloud Storage</a>.
 *
 * @param length of all, in bytes
 * @param partSize of every part but the last, in bytes
 * @param parallelism how many are under way at a time
 */
record PartPlan(long length, long partSize, int parallelism) {
    /** How many objects one request composes. */
    static final int MOST_SOURCES = 32;
    /** Composed in three rounds. */
    private static final int MOST_PARTS = MOST_SOURCES * MOST_SOURCES * MOST_SOURCES;

    private static final long MIB = 1 << 20;
    private static final long LONGEST = 5L << 40;

    /** Refuses what is too long for an object. */
    static void requireLength(StorageUri uri, long length) {
        if (length > LONGEST) {
            throw DroverException.invalid("Could not write " + uri + ": it has " + length
                    + " bytes; an object of Cloud Storage has at most " + LONGEST + ".");
        }
    }

    /**
     * A plan.
     *
     * @param usual the size that parts have unless there would be too many; larger ones are fewer at a time, so that
     *     they take no more memory, but always two, of which one is read while the other is sent
     */
    static PartPlan of(long length, long usual, int parallelism) {
        long needed = (length + MOST_PARTS - 1) / MOST_PARTS;
        long size = needed <= usual ? usual : (needed + MIB - 1) / MIB * MIB;
        long atATime = Math.max(Math.min(2, parallelism), usual * parallelism / size);
        return new PartPlan(length, size, (int) atATime);
    }

    int parts() {
        return (int) ((length + partSize - 1) / partSize);
    }
}
