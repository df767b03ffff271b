/** Shadow paging: shadow pages, roots, synchronisation and the tracking of guest table writes. */
@NullMarked
package org.stalemate.mmu.shadow;

import org.jspecify.annotations.NullMarked;
