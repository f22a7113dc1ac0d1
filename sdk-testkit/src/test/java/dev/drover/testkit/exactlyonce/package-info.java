/** Promises 1 to 3 on the pretended platform: one run per key and attempt, whatever goes wrong on the way. */
package dev.drover.testkit.exactlyonce;
