/** Guards routing policies that users wrote. */
@NullMarked
package dev.drover.internal.routing;

import org.jspecify.annotations.NullMarked;
