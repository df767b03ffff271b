/** Results as data, what is rendered from them, and their statistics. */
@NullMarked
package org.stalemate.reports;

import org.jspecify.annotations.NullMarked;
