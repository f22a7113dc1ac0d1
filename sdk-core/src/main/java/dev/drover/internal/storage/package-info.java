/** The user's view of storage over a driver. */
@NullMarked
package dev.drover.internal.storage;

import org.jspecify.annotations.NullMarked;
