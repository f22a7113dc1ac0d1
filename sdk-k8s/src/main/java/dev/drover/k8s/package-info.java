/** What holds for every kind of work on Kubernetes. */
@NullMarked
package dev.drover.k8s;

import org.jspecify.annotations.NullMarked;
