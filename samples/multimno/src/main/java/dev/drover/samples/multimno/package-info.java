/** A pipeline of PySpark components as Multimno's are, on this machine, Amazon EMR and Dataproc. */
package dev.drover.samples.multimno;
