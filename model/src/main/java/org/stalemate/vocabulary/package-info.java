/** The types that every module speaks: platforms, operations, steps, outcomes, scenarios, rules. */
@NullMarked
package org.stalemate.vocabulary;

import org.jspecify.annotations.NullMarked;
