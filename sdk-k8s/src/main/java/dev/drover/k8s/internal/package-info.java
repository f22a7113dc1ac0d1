/** How an API server is reached, what it is asked as, and what its errors mean. */
@NullMarked
package dev.drover.k8s.internal;

import org.jspecify.annotations.NullMarked;
