/** The disk image that an emulator boots, runs and leaves its results in. */
@NullMarked
package org.stalemate.adapters.image;

import org.jspecify.annotations.NullMarked;
