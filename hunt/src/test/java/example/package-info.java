/** What the README shows, as somebody would write it who uses stalemate. */
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
