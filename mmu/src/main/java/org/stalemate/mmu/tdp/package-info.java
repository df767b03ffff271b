/** Two-dimensional paging: hardware walks guest tables and reaches memory through a table of the hypervisor. */
@NullMarked
package org.stalemate.mmu.tdp;

import org.jspecify.annotations.NullMarked;
