package dev.drover.benchmarks;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** A Dataproc for whole programs, in a process of its own until its input ends; says its address first. See cold-start.py. */
public final class OneJobServer {

    private OneJobServer() {}

    public static void main(String[] args) throws IOException {
        try (CountedDataproc dataproc = new CountedDataproc(Clock.systemUTC(), 1_000, job -> Duration.ofHours(1))) {
            System.out.println(dataproc.endpoint());
            while (System.in.read() >= 0) {
                // Nobody says anything.
            }
        }
    }
}
