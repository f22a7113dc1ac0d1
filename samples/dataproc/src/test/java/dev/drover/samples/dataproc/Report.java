package dev.drover.samples.dataproc;

import java.util.Arrays;

/** The application that runs on {@link TestServer}. */
public final class Report {

    private Report() {}

    public static void main(String[] args) {
        System.out.println("A report was asked for with " + Arrays.toString(args) + ". All is well.");
    }
}
