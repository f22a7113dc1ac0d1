/**
 * What all services share: connections, credentials, native calls and what their errors mean. For the other packages of
 * this module.
 */
@NullMarked
package dev.drover.gcp.internal;

import org.jspecify.annotations.NullMarked;
