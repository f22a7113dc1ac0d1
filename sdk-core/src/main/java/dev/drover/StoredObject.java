package dev.drover;

import java.time.Instant;

/**
 * What a store says of an object.
 *
 * @param size in bytes
 */
public record StoredObject(StorageUri uri, long size, Instant modifiedAt) {}
