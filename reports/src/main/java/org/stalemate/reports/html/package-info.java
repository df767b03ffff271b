/** Results as one page for a browser. */
@NullMarked
package org.stalemate.reports.html;

import org.jspecify.annotations.NullMarked;
