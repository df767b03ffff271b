/** Named defects, each a replaced part of the MMU that overrides one decision. */
@NullMarked
package org.stalemate.faults;

import org.jspecify.annotations.NullMarked;
