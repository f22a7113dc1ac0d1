/** Storage in the file system: scheme {@code file}. Local disks and mounted ones; POSIX semantics are expected. */
@NullMarked
package dev.drover.internal.file;

import org.jspecify.annotations.NullMarked;
