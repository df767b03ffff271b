/** Results as JUnit XML, for the machines that collect it. */
@NullMarked
package org.stalemate.reports.junit;

import org.jspecify.annotations.NullMarked;
