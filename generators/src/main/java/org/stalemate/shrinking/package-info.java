/** Reduces a scenario to the few steps that a predicate needs. */
@NullMarked
package org.stalemate.shrinking;

import org.jspecify.annotations.NullMarked;
