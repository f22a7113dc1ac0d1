/** Faults of a pretended platform: what they are, who decides on them, and the script that tests write them in. */
@NullMarked
package dev.drover.testkit.fault;

import org.jspecify.annotations.NullMarked;
