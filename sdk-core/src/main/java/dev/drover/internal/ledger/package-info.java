/** What is on record about request keys: entries that are only added, in memory or in any storage. */
@NullMarked
package dev.drover.internal.ledger;

import org.jspecify.annotations.NullMarked;
