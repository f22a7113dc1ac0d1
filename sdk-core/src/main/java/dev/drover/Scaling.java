package dev.drover;

/**
 * Lets the platform change the number of workers with the load.
 *
 * @param minWorkers at least 1
 * @param maxWorkers not below the minimum, at most 10,000
 */
public record Scaling(int minWorkers, int maxWorkers) {

    public Scaling {
        if (minWorkers < 1 || maxWorkers < minWorkers || maxWorkers > 10_000) {
            throw DroverException.invalid("A cluster scales between 1 and 10,000 workers, the minimum not above the"
                    + " maximum; got " + minWorkers + " to " + maxWorkers + ".");
        }
    }

    public static Scaling between(int minWorkers, int maxWorkers) {
        return new Scaling(minWorkers, maxWorkers);
    }
}
