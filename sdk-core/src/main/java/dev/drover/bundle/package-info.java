/**
 * Packages of code and their incremental upload: {@link dev.drover.bundle.PackageBundle} says what belongs together,
 * {@link dev.drover.bundle.Uploaded} where it is afterwards.
 */
@NullMarked
package dev.drover.bundle;

import org.jspecify.annotations.NullMarked;
