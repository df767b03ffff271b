/** The conformance suite: jqwik properties and the litmus corpus. */
@NullMarked
package org.stalemate.properties;

import org.jspecify.annotations.NullMarked;
