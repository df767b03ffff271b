/** Every decision on what to flush, resynchronise or keep, and the requests that carry it out. */
@NullMarked
package org.stalemate.mmu.invalidation;

import org.jspecify.annotations.NullMarked;
