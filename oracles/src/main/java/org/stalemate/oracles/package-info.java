/** Judges the outcomes of a subject, step by step, and explains what it rejects. */
@NullMarked
package org.stalemate.oracles;

import org.jspecify.annotations.NullMarked;
