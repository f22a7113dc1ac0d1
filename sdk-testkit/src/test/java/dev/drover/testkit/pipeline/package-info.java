@org.jspecify.annotations.NullMarked
package dev.drover.testkit.pipeline;
