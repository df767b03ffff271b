package org.stalemate.adapters;

import org.stalemate.vocabulary.Execution.Ending;

/**
 * How the target failed.
 *
 * @param ending one that is a failure
 * @param detail one line
 */
record Failure(Ending ending, String detail) {}
