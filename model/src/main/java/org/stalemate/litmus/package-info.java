/** The readable text form of scenarios and of what is expected of them. */
@NullMarked
package org.stalemate.litmus;

import org.jspecify.annotations.NullMarked;
