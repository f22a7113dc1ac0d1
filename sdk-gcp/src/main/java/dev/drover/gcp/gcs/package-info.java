/** Cloud Storage, and servers that speak its protocol: {@code gs://bucket/path}. */
@NullMarked
package dev.drover.gcp.gcs;

import org.jspecify.annotations.NullMarked;
