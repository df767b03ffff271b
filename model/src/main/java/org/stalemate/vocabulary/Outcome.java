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

    /**
     * A load that crosses from one page into the next completed.
     *
     * @param value the 8 bytes read
     * @param lowFrame physical frame number that bits 31:0 of the value came from, or {@link #UNKNOWN_FRAME}
     * @param highFrame physical frame number that bits 63:32 came from, or {@link #UNKNOWN_FRAME}
     */
    record SplitLoaded(long value, long lowFrame, long highFrame) implements Outcome {}

    /**
     * A store that crosses from one page into the next completed.
     *
     * @param lowFrame physical frame number that bits 31:0 of the value went to, or {@link #UNKNOWN_FRAME}
     * @param highFrame physical frame number that bits 63:32 went to, or {@link #UNKNOWN_FRAME}
     */
    record SplitStored(long lowFrame, long highFrame) implements Outcome {}

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
