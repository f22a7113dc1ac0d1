/**
 * Real Spark standalone clusters on this machine, scheme {@code local}: a master and workers as child processes of the
 * JVM that makes them. They cost nothing and belong to that JVM: they end when its
 * {@link dev.drover.Drover} is closed and when it ends, however it ends. While it lives, other JVMs of the same user on
 * the same machine find them by key, submit to them and end them.
 *
 * <p>{@link dev.drover.standalone.local.LocalOptions} is what a user may set. There is nothing to unwrap or to
 * customize.
 */
@NullMarked
package dev.drover.standalone.local;

import org.jspecify.annotations.NullMarked;
