/** The {@code stalemate} command. */
@NullMarked
package org.stalemate.cli;

import org.jspecify.annotations.NullMarked;
