/**
 * The litmus text form of scenarios and of what is expected of their steps, and the one-line token that replays one.
 * {@link org.stalemate.litmus.LitmusParser} describes the form.
 */
@NullMarked
package org.stalemate.litmus;

import org.jspecify.annotations.NullMarked;
