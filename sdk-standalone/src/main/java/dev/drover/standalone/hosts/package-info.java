/**
 * Spark clusters on machines that are there already and are reached over SSH, {@code spark-hosts://name}: made, found, resized,
 * worked on, ended. {@link dev.drover.standalone.hosts.HostsOptions}, bound to the location, name the machines and say how they
 * are reached. Needs Apache MINA SSHD ({@code org.apache.sshd:sshd-core}) on the class path.
 */
@NullMarked
package dev.drover.standalone.hosts;

import org.jspecify.annotations.NullMarked;
