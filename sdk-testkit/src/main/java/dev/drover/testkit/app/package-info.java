/** The application that {@link dev.drover.testkit.JobConformance} runs on clusters; needs the JDK only. */
@NullMarked
package dev.drover.testkit.app;

import org.jspecify.annotations.NullMarked;
