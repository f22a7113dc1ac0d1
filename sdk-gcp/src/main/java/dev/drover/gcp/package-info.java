/** What holds for every service of Google Cloud; the packages below have one service each. */
@NullMarked
package dev.drover.gcp;

import org.jspecify.annotations.NullMarked;
