/**
 * Packages of code. {@link dev.drover.bundle.PackageBundle} says what belongs together. Pushed to a
 * {@link dev.drover.bundle.PackageRepository} it becomes a version of a package, which jobs name by
 * {@link dev.drover.bundle.PackageReference} wherever they run; uploaded to a prefix it stands there under its plain names,
 * see {@link dev.drover.bundle.Uploaded}.
 */
@NullMarked
package dev.drover.bundle;

import org.jspecify.annotations.NullMarked;
