package com.acme;

import java.util.List;

/** The application that the guides run; it fails unless it is run as they say. */
public final class Etl {

    private Etl() {}

    public static void main(String[] args) {
        if (!List.of(args).equals(List.of("--day", "2026-11-21"))) {
            throw new IllegalArgumentException(String.join(" ", args));
        }
    }
}
