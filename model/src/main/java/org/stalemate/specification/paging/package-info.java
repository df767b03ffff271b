/** How one linear address is translated: entry formats, reserved bits, rights, error codes, the walk (rules, section A). */
@NullMarked
package org.stalemate.specification.paging;

import org.jspecify.annotations.NullMarked;
