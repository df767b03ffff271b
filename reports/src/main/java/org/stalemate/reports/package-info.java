/** What a campaign came to, as data. How it looks is the business of the packages below. */
@NullMarked
package org.stalemate.reports;

import org.jspecify.annotations.NullMarked;
