/** Where results live. */
@NullMarked
package org.stalemate.reports.files;

import org.jspecify.annotations.NullMarked;
