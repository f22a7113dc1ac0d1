/** A small data application that other code calls, and that is tested without any cluster. */
package dev.drover.samples.dailyreport;
