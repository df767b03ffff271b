/** The formatter of this repository's sources; no part of the product. */
@NullMarked
package org.stalemate.formatting;

import org.jspecify.annotations.NullMarked;
