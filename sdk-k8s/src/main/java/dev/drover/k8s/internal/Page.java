package dev.drover.k8s.internal;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param resourceVersion of the whole list: where a watch goes on
 * @param next to be given as {@code continue} for the next page; empty on the last one
 */
public record Page<T>(List<T> items, String resourceVersion, Optional<String> next) {}
