/** Reference machines: subjects with caching code of their own that always conform. */
@NullMarked
package org.stalemate.oracles.reference;

import org.jspecify.annotations.NullMarked;
