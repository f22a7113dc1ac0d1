/**
 * {@code drover.yaml}: what holds for a program's clusters, jobs and storage, beside its code. Everything in it can be said in
 * code too, by {@link dev.drover.Drover.Builder}.
 *
 * <pre>{@code
 * ledger: s3://acme-drover/keys/
 * locations:
 *   emr://eu-west-1:
 *     region: eu-west-1
 * pools:
 *   etl:
 *     members:
 *       - cluster: emr://eu-west-1/j-3ABC
 *         weight: 3
 *       - cluster: dataproc://acme-data/europe-west1/etl
 * }</pre>
 */
@NullMarked
package dev.drover.config;

import org.jspecify.annotations.NullMarked;
