/** Litmus tests held against the model: whether what they expect is what the rules permit. */
@NullMarked
package org.stalemate.oracles.litmus;

import org.jspecify.annotations.NullMarked;
