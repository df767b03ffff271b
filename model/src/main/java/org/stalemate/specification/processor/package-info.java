/** Registers of a logical processor, which instructions are legal, and what they do to registers (rules, sections B, D, G). */
@NullMarked
package org.stalemate.specification.processor;

import org.jspecify.annotations.NullMarked;
