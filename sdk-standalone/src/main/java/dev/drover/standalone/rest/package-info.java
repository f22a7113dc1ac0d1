/**
 * Submission to any Spark standalone master, over the three HTTP interfaces that its daemons have: the REST submission
 * server ({@link dev.drover.standalone.rest.SubmissionClient}), the master's state as JSON ({@link
 * dev.drover.standalone.rest.MasterClient}) and the workers' logs ({@link dev.drover.standalone.rest.WorkerLogs}).
 * {@link dev.drover.standalone.rest.StandaloneJobDriver} runs jobs with them, and serves every module that starts or
 * finds such masters.
 *
 * <p>Sources of the protocol: {@code org.apache.spark.deploy.rest}, {@code org.apache.spark.deploy.JsonProtocol} and
 * {@code org.apache.spark.deploy.worker.ui.LogPage} of Spark 3.5.8 and 4.2.0. Bodies are JSON objects in UTF-8; all
 * calls are HTTP/1.1 without redirects.
 */
@NullMarked
package dev.drover.standalone.rest;

import org.jspecify.annotations.NullMarked;
