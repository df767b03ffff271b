/** Accesses that the hypervisor performs by itself when it emulates instructions. */
@NullMarked
package org.stalemate.mmu.emulator;

import org.jspecify.annotations.NullMarked;
