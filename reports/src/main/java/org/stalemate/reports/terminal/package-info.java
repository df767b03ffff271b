/** Results as a page of text. */
@NullMarked
package org.stalemate.reports.terminal;

import org.jspecify.annotations.NullMarked;
