/** Scenarios as blocks of the guest agent's program, and its results as outcomes. */
@NullMarked
package org.stalemate.adapters.encoding;

import org.jspecify.annotations.NullMarked;
