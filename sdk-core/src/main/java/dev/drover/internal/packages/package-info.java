/** Where the files of packages are for each cluster. */
@NullMarked
package dev.drover.internal.packages;

import org.jspecify.annotations.NullMarked;
