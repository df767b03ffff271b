package org.stalemate.litmus;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.stalemate.vocabulary.Outcome;

/** Some of the outcomes that a step may have. What is left empty in a pattern may be anything. */
public sealed interface OutcomePattern {
    /** {@return whether an outcome is one of those meant} An unknown frame is no frame that a pattern can ask for. */
    boolean matches(Outcome outcome);

    /** {@link Outcome.Done}. */
    record Done() implements OutcomePattern {
        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.Done;
        }
    }

    /**
     * {@link Outcome.Loaded}.
     *
     * @param mask the bits of the value that matter; 0 if none does
     * @param bits what they are
     * @param frame the physical frame number
     */
    record Loaded(long mask, long bits, OptionalLong frame) implements OutcomePattern {
        /** @throws IllegalArgumentException if a bit is asked for that does not matter */
        public Loaded {
            requireWithin(mask, bits);
        }

        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.Loaded loaded
                    && (loaded.value() & mask) == bits
                    && fits(frame, loaded.frame());
        }
    }

    /**
     * {@link Outcome.Stored}.
     *
     * @param frame the physical frame number
     */
    record Stored(OptionalLong frame) implements OutcomePattern {
        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.Stored stored && fits(frame, stored.frame());
        }
    }

    /**
     * {@link Outcome.Exchanged}.
     *
     * @param mask the bits of the former value that matter; 0 if none does
     * @param bits what they are
     * @param frame the physical frame number
     */
    record Exchanged(long mask, long bits, OptionalLong frame) implements OutcomePattern {
        /** @throws IllegalArgumentException if a bit is asked for that does not matter */
        public Exchanged {
            requireWithin(mask, bits);
        }

        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.Exchanged exchanged
                    && (exchanged.value() & mask) == bits
                    && fits(frame, exchanged.frame());
        }
    }

    /**
     * {@link Outcome.SplitLoaded}.
     *
     * @param mask the bits of the value that matter; 0 if none does
     * @param bits what they are
     * @param lowFrame the physical frame number of the first page
     * @param highFrame the physical frame number of the second page
     */
    record SplitLoaded(long mask, long bits, OptionalLong lowFrame, OptionalLong highFrame) implements OutcomePattern {
        /** @throws IllegalArgumentException if a bit is asked for that does not matter */
        public SplitLoaded {
            requireWithin(mask, bits);
        }

        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.SplitLoaded loaded
                    && (loaded.value() & mask) == bits
                    && fits(lowFrame, loaded.lowFrame())
                    && fits(highFrame, loaded.highFrame());
        }
    }

    /**
     * {@link Outcome.SplitStored}.
     *
     * @param lowFrame the physical frame number of the first page
     * @param highFrame the physical frame number of the second page
     */
    record SplitStored(OptionalLong lowFrame, OptionalLong highFrame) implements OutcomePattern {
        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.SplitStored stored
                    && fits(lowFrame, stored.lowFrame())
                    && fits(highFrame, stored.highFrame());
        }
    }

    /**
     * {@link Outcome.RegisterValue}.
     *
     * @param value what was read
     */
    record RegisterValue(long value) implements OutcomePattern {
        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.RegisterValue register && register.value() == value;
        }
    }

    /**
     * {@link Outcome.PageFault}.
     *
     * @param errorCode the error code
     * @param address what CR2 holds
     */
    record PageFault(OptionalInt errorCode, OptionalLong address) implements OutcomePattern {
        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.PageFault fault
                    && fits(errorCode, fault.errorCode())
                    && fits(address, fault.address());
        }
    }

    /**
     * {@link Outcome.GeneralProtection}.
     *
     * @param errorCode the error code
     */
    record GeneralProtection(OptionalInt errorCode) implements OutcomePattern {
        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.GeneralProtection fault && fits(errorCode, fault.errorCode());
        }
    }

    /** {@link Outcome.UndefinedOpcode}. */
    record UndefinedOpcode() implements OutcomePattern {
        @Override
        public boolean matches(Outcome outcome) {
            return outcome instanceof Outcome.UndefinedOpcode;
        }
    }

    /** {@return the pattern that matches an outcome and no other} An unknown frame is left open. */
    static OutcomePattern of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> new Done();
            case Outcome.Loaded loaded -> new Loaded(-1, loaded.value(), known(loaded.frame()));
            case Outcome.Stored stored -> new Stored(known(stored.frame()));
            case Outcome.RegisterValue register -> new RegisterValue(register.value());
            case Outcome.PageFault fault ->
                new PageFault(OptionalInt.of(fault.errorCode()), OptionalLong.of(fault.address()));
            case Outcome.GeneralProtection fault -> new GeneralProtection(OptionalInt.of(fault.errorCode()));
            case Outcome.UndefinedOpcode _ -> new UndefinedOpcode();
            case Outcome.SplitLoaded loaded ->
                new SplitLoaded(-1, loaded.value(), known(loaded.lowFrame()), known(loaded.highFrame()));
            case Outcome.SplitStored stored -> new SplitStored(known(stored.lowFrame()), known(stored.highFrame()));
            case Outcome.Exchanged exchanged -> new Exchanged(-1, exchanged.value(), known(exchanged.frame()));
        };
    }

    private static void requireWithin(long mask, long bits) {
        if ((bits & ~mask) != 0) {
            throw new IllegalArgumentException("a bit that is asked for lies outside the mask");
        }
    }

    private static OptionalLong known(long frame) {
        return frame == Outcome.UNKNOWN_FRAME ? OptionalLong.empty() : OptionalLong.of(frame);
    }

    private static boolean fits(OptionalLong wanted, long actual) {
        return wanted.isEmpty() || wanted.getAsLong() == actual;
    }

    private static boolean fits(OptionalInt wanted, int actual) {
        return wanted.isEmpty() || wanted.getAsInt() == actual;
    }
}
