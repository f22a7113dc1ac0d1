package dev.drover.bundle;

/**
 * What a file held when it was read.
 *
 * @param size in bytes
 * @param sha256 in lower-case hexadecimal digits
 */
record FileDigest(long size, String sha256) {}
