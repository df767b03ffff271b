/** What the two ways of virtualising paging, shadow tables and two-dimensional paging, have in common. */
@NullMarked
package org.stalemate.mmu.engine;

import org.jspecify.annotations.NullMarked;
