/** Roles: what a shadow page, a shadow tree and the software walker's configuration depend on, bit by bit. */
@NullMarked
package org.stalemate.mmu.role;

import org.jspecify.annotations.NullMarked;
