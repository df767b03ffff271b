package org.stalemate.vocabulary;

/** What software sees of one step. */
public sealed interface Outcome {
    /** Stands for a frame that the subject cannot tell. */
    long UNKNOWN_FRAME = -1;

    /** The step completed and returns nothing. */
    record Done() implements Outcome {
        public static final Done INSTANCE = new Done();
    }

    /**
     * A load or fetch completed.
     *
     * @param value the 8 bytes read
     * @param frame physical frame number they came from, or {@link #UNKNOWN_FRAME}
     */
    record Loaded(long value, long frame) implements Outcome {}

    /**
     * A store completed.
     *
     * @param frame physical frame number written to, or {@link #UNKNOWN_FRAME}
     */
    record Stored(long frame) implements Outcome {}

    /**
     * An exchange completed.
     *
     * @param value the 8 bytes that were there before
     * @param frame physical frame number read and written, or {@link #UNKNOWN_FRAME}
     */
    record Exchanged(long value, long frame) implements Outcome {}

    /** A register was read. */
    record RegisterValue(long value) implements Outcome {}

    /**
     * #PF.
     *
     * @param errorCode the error code as pushed
     * @param address what CR2 holds
     */
    record PageFault(int errorCode, long address) implements Outcome {}

    /** #GP with its error code. */
    record GeneralProtection(int errorCode) implements Outcome {}

    /** #UD. */
    record UndefinedOpcode() implements Outcome {
        public static final UndefinedOpcode INSTANCE = new UndefinedOpcode();
    }
}
