/** The litmus corpus: small scenarios, one lesson each, in the order of a tutorial. */
@NullMarked
package org.stalemate.properties.litmus;

import org.jspecify.annotations.NullMarked;
