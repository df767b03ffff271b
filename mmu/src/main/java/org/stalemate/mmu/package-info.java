/** The optimized MMU, the default subject: fast, KVM-like, and ignorant of its judge. */
@NullMarked
package org.stalemate.mmu;

import org.jspecify.annotations.NullMarked;
