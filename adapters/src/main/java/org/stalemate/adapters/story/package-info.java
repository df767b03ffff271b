/** Scenarios for machines that have to judge themselves: which outcomes each step may have after which others. */
@NullMarked
package org.stalemate.adapters.story;

import org.jspecify.annotations.NullMarked;
