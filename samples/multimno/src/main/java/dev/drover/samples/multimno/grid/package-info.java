/** What travels as a jar of its own: functions that Spark calls. */
package dev.drover.samples.multimno.grid;
