/** Divergences that people have looked at: how a list of them is written, and which failures it recognises. */
@NullMarked
package org.stalemate.reports.known;

import org.jspecify.annotations.NullMarked;
