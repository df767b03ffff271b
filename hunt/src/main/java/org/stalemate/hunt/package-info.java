/** The campaign engine: seeds in, findings out. */
@NullMarked
package org.stalemate.hunt;

import org.jspecify.annotations.NullMarked;
