/** Promise 10 on the pretended platform: pools of clusters, their limits and their failover. */
package dev.drover.testkit.pool;
