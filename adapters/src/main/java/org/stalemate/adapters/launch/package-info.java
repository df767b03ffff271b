/** Emulator processes: command lines, output, time limits, and their end. */
@NullMarked
package org.stalemate.adapters.launch;

import org.jspecify.annotations.NullMarked;
