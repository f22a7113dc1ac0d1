/** How jobs and clusters are written in files: the keys of their specs, declared once for all kinds of files. */
@NullMarked
package dev.drover.internal.spec;

import org.jspecify.annotations.NullMarked;
