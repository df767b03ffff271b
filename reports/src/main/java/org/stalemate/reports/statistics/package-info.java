/** How surely a campaign says what it says. */
@NullMarked
package org.stalemate.reports.statistics;

import org.jspecify.annotations.NullMarked;
