/** The generator and the shrinker as jqwik sees them. Whoever uses this package brings jqwik. */
@NullMarked
package org.stalemate.generators.jqwik;

import org.jspecify.annotations.NullMarked;
