/** The first programs: one that counts words on a local cluster, and one whose job fails on purpose. */
package dev.drover.samples.quickstart;
