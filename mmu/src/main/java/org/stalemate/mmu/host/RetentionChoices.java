package org.stalemate.mmu.host;

/** The choices of one logical processor's caches. */
final class RetentionChoices {
    private final Retention retention;
    private long state;

    RetentionChoices(Retention retention) {
        this.retention = retention;
    }

    void reset(int processor) {
        state = (retention.seed() + processor + 1) * 0x9E37_79B9_7F4A_7C15L | 1;
    }

    boolean keeps() {
        return switch (retention.kind()) {
            case HOARD -> true;
            case FORGET -> false;
            case RANDOM -> next(4) != 0;
        };
    }

    boolean uses() {
        return retention.kind() != Retention.Kind.RANDOM || next(4) != 0;
    }

    /** Whether to lose everything now and then. */
    boolean loses() {
        return retention.kind() == Retention.Kind.RANDOM && next(32) == 0;
    }

    private int next(int bound) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (int) ((state >>> 33) % bound);
    }
}
