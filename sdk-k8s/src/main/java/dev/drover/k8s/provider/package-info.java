/** Opens Kubernetes clusters: {@code k8s://context/namespace}. */
@NullMarked
package dev.drover.k8s.provider;

import org.jspecify.annotations.NullMarked;
