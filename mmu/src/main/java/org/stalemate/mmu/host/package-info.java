/** The simulated hardware that the hypervisor runs on: tagged translation caches and how long they keep things. */
@NullMarked
package org.stalemate.mmu.host;

import org.jspecify.annotations.NullMarked;
