/** Reports of pipelines as files. */
@NullMarked
package dev.drover.internal.pipeline.report;

import org.jspecify.annotations.NullMarked;
