/** Scenarios made from seeds: random, guided and bounded-exhaustive. */
@NullMarked
package org.stalemate.generators;

import org.jspecify.annotations.NullMarked;
