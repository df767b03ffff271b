package org.stalemate.hunt;

import java.util.function.Supplier;
import org.stalemate.vocabulary.Mmu;

/**
 * One way to set up the subject.
 *
 * @param name how results call it
 * @param factory makes a subject set up so; called again after the subject failed
 */
public record SubjectConfiguration(String name, Supplier<? extends Mmu> factory) {}
