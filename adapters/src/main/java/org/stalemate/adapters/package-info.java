/** Subjects outside the JVM: emulators that boot a generated disk image and execute scenarios as real instructions. */
@NullMarked
package org.stalemate.adapters;

import org.jspecify.annotations.NullMarked;
