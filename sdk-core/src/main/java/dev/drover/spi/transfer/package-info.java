/**
 * For storage drivers that move large objects in parts: reading a content once, running so many parts at a time, and
 * telling how far it has come.
 */
@NullMarked
package dev.drover.spi.transfer;

import org.jspecify.annotations.NullMarked;
