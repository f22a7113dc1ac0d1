package dev.drover.bundle;

import java.nio.file.Path;

/** A file of the bundle, and what it held when it was hashed. */
record HashedFile(String name, Path file, FileDigest digest) {}
