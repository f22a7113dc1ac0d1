/** A small HTTP service in front of several clusters. */
package dev.drover.samples.gateway;
