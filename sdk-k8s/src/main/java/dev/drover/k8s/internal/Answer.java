package dev.drover.k8s.internal;

import java.io.IOException;

/** Reads what came back, whole or as a stream that stays open. */
@FunctionalInterface
interface Answer<T> {
    T read(Reply reply) throws IOException;
}
