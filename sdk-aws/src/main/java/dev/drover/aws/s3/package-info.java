/** Amazon S3, and servers that speak its protocol: {@code s3://bucket/path}. */
@NullMarked
package dev.drover.aws.s3;

import org.jspecify.annotations.NullMarked;
