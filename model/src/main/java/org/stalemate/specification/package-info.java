/** The reference model: the sets of outcomes that the architecture permits. */
@NullMarked
package org.stalemate.specification;

import org.jspecify.annotations.NullMarked;
