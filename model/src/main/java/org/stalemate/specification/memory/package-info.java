/** Physical memory and the accessed and dirty flags that may or may not have been set in it. */
@NullMarked
package org.stalemate.specification.memory;

import org.jspecify.annotations.NullMarked;
