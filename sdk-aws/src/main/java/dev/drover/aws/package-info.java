/** What holds for every service of AWS; the packages below have one service each. */
@NullMarked
package dev.drover.aws;

import org.jspecify.annotations.NullMarked;
