package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.StorageUri;

/**
 * In which parts an object is sent, after the
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">limits of S3</a>.
 *
 * @param length of all, in bytes
 * @param partSize of every part but the last, in bytes
 * @param parallelism how many are under way at a time
 */
record PartPlan(long length, long partSize, int parallelism) {
    private static final int MOST_PARTS = 10_000;
    private static final long MIB = 1 << 20;
    private static final long LONGEST = 5L << 40;

    /**
     * A plan.
     *
     * @param usual the size that parts have unless there would be too many; larger ones are fewer at a time, so that
     *     they take no more memory, but always two, of which one is read while the other is sent
     */
    static PartPlan of(StorageUri uri, long length, long usual, int parallelism) {
        if (length > LONGEST) {
            throw DroverException.invalid("Could not write " + uri + ": it has " + length
                    + " bytes; an object of S3 has at most " + LONGEST + ".");
        }
        long needed = (length + MOST_PARTS - 1) / MOST_PARTS;
        long size = needed <= usual ? usual : (needed + MIB - 1) / MIB * MIB;
        long atATime = Math.max(Math.min(2, parallelism), usual * parallelism / size);
        return new PartPlan(length, size, (int) atATime);
    }

    int parts() {
        return (int) ((length + partSize - 1) / partSize);
    }

    /** Where a part begins; parts are counted from 1. */
    long start(int part) {
        return (part - 1) * partSize;
    }

    /** Where it ends, exclusive. */
    long end(int part) {
        return Math.min(length, part * partSize);
    }
}
