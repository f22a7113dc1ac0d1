/** Why a job failed: rules over its status and the end of its log. */
@NullMarked
package dev.drover.internal.diagnosis;

import org.jspecify.annotations.NullMarked;
