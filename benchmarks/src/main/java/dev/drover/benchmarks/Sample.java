package dev.drover.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;

/** What was measured again and again, or once. Immutable. */
final class Sample {
    private final double[] sorted;

    private Sample(double[] sorted) {
        Arrays.sort(sorted);
        this.sorted = sorted;
    }

    /** Of one value, what was counted or came of a single run. */
    static Sample of(double value) {
        return new Sample(new double[] {value});
    }

    static Sample of(Collection<? extends Number> values) {
        return new Sample(values.stream().mapToDouble(Number::doubleValue).toArray());
    }

    static Sample of(LongStream values) {
        return new Sample(values.asDoubleStream().toArray());
    }

    /** The same in another unit, of which one is so many of this. */
    Sample in(double unit) {
        return new Sample(Arrays.stream(sorted).map(value -> value / unit).toArray());
    }

    int size() {
        return sorted.length;
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double low() {
        return sorted[0];
    }

    double high() {
        return sorted[sorted.length - 1];
    }

    /** The value that so large a part of all, from 0 to below 1, does not reach. */
    Sample quantile(double part) {
        return of(sorted[(int) (sorted.length * part)]);
    }
}
