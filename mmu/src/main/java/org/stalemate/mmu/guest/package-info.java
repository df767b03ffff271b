/** What the guest sees: registers and their legality, memory, the software walk of its page tables, rights and error codes. */
@NullMarked
package org.stalemate.mmu.guest;

import org.jspecify.annotations.NullMarked;
