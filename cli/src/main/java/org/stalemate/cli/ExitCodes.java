package org.stalemate.cli;

/** What the exit code of the command says. Where several apply, 2 comes before 3, 3 before 1 and 1 before 0. */
final class ExitCodes {
    /** The subject conforms, or what was asked for is done. */
    static final int CONFORMS = 0;

    /** A divergence was found. */
    static final int DIVERGES = 1;

    /** The command cannot be carried out as given. */
    static final int USAGE = 2;

    /** The subject failed instead of giving an outcome. */
    static final int CRASHES = 3;

    private ExitCodes() {}
}
