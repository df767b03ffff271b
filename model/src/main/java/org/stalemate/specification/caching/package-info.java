/** What a processor could have cached by now, and what it had to forget (rules, section C). */
@NullMarked
package org.stalemate.specification.caching;

import org.jspecify.annotations.NullMarked;
