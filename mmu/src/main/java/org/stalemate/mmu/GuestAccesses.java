package org.stalemate.mmu;

import org.stalemate.mmu.emulator.EmulatorWalker;
import org.stalemate.mmu.engine.Engine;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.RegisterRules;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.TableFrame;

/** Executes the guest's accesses, on the hardware or in the instruction emulator. */
final class GuestAccesses {
    private static final Outcome GENERAL_PROTECTION = new Outcome.GeneralProtection(0);

    /** The first and the last 4 bytes of a frame. */
    private static final int FIRST_HALF = 0;

    private static final int LAST_HALF = 2 * TableFrame.WORDS - 1;

    private final RegisterRules rules;
    private final GuestMemory memory;
    private final EmulatorWalker emulator;

    GuestAccesses(RegisterRules rules, GuestMemory memory, EmulatorWalker emulator) {
        this.rules = rules;
        this.memory = memory;
        this.emulator = emulator;
    }

    /** A load, an implicit load or a fetch. */
    Outcome load(Engine engine, ProcessorState state, long address, int kind) {
        long linear = state.truncated(address);
        if (!rules.acceptsAddress(state, linear)) {
            return GENERAL_PROTECTION;
        }
        long result = engine.translate(state, linear, kind);
        if (result < 0) {
            return fault(state, linear, result);
        }
        int frame = (int) result;
        return new Outcome.Loaded(memory.read(frame, EntryBits.index(linear, 0)), memory.guestFrame(frame));
    }

    Outcome store(Engine engine, ProcessorState state, Operation.Store store) {
        long linear = state.truncated(store.address());
        if (!rules.acceptsAddress(state, linear)) {
            return GENERAL_PROTECTION;
        }
        long result = engine.translate(state, linear, AccessKind.WRITE);
        if (result < 0) {
            return fault(state, linear, result);
        }
        write(engine, result, EntryBits.index(linear, 0), store.value());
        return new Outcome.Stored(memory.guestFrame((int) result));
    }

    Outcome exchange(Engine engine, ProcessorState state, Operation.Exchange exchange) {
        long linear = state.truncated(exchange.address());
        if (!rules.acceptsAddress(state, linear)) {
            return GENERAL_PROTECTION;
        }
        long result = engine.translate(state, linear, AccessKind.WRITE);
        if (result < 0) {
            return fault(state, linear, result);
        }
        int word = EntryBits.index(linear, 0);
        long before = memory.read((int) result, word);
        write(engine, result, word, exchange.value());
        return new Outcome.Exchanged(before, memory.guestFrame((int) result));
    }

    /** PG-PF-SPLIT: both halves are translated before either is read. */
    Outcome splitLoad(Engine engine, ProcessorState state, Operation.SplitLoad load) {
        long low = state.truncated(load.address());
        long high = secondPage(state, low);
        if (!rules.acceptsAddress(state, low) || !rules.acceptsAddress(state, high)) {
            return GENERAL_PROTECTION;
        }
        long first = engine.translate(state, low, AccessKind.READ);
        if (first < 0) {
            return fault(state, low, first);
        }
        long second = engine.translate(state, high, AccessKind.READ);
        if (second < 0) {
            return fault(state, high, second);
        }
        long value = (memory.readHalf((int) second, FIRST_HALF) << 32) | memory.readHalf((int) first, LAST_HALF);
        return new Outcome.SplitLoaded(value, memory.guestFrame((int) first), memory.guestFrame((int) second));
    }

    /**
     * PG-PF-SPLIT: both halves are translated before either is written. Translating the second may have made the first page's frame a
     * tracked one.
     */
    Outcome splitStore(Engine engine, ProcessorState state, Operation.SplitStore store) {
        long low = state.truncated(store.address());
        long high = secondPage(state, low);
        if (!rules.acceptsAddress(state, low) || !rules.acceptsAddress(state, high)) {
            return GENERAL_PROTECTION;
        }
        long first = engine.translate(state, low, AccessKind.WRITE);
        if (first < 0) {
            return fault(state, low, first);
        }
        boolean tracked = engine.isTracked((int) first);
        long second = engine.translate(state, high, AccessKind.WRITE);
        if (second < 0) {
            return fault(state, high, second);
        }
        if (!tracked && engine.isTracked((int) first)) {
            first |= Engine.EMULATE;
        }
        writeHalf(engine, first, LAST_HALF, store.value());
        writeHalf(engine, second, FIRST_HALF, store.value() >>> 32);
        return new Outcome.SplitStored(memory.guestFrame((int) first), memory.guestFrame((int) second));
    }

    /** The first byte of the page after that in which an access begins which crosses from one into the other; 32 bits wrap. */
    private static long secondPage(ProcessorState state, long low) {
        return state.truncated(low + Integer.BYTES);
    }

    private void writeHalf(Engine engine, long result, int half, long value) {
        write(engine, result, half >> 1, memory.withHalf((int) result, half, value));
    }

    private void write(Engine engine, long result, int word, long value) {
        if ((result & Engine.EMULATE) != 0) {
            engine.emulateStore((int) result, word, value);
        } else {
            memory.write((int) result, word, value);
        }
    }

    private static Outcome fault(ProcessorState state, long linear, long result) {
        state.setCr2(linear);
        return new Outcome.PageFault((int) (-1 - result), linear);
    }

    /** An access of the emulator: its own walk, a store that goes through write tracking, an injected page fault. */
    Outcome emulate(Engine engine, GuestPlatform platform, ProcessorState state, Operation.Access access) {
        long linear = state.truncated(access.address());
        if (!rules.acceptsAddress(state, linear)) {
            return GENERAL_PROTECTION;
        }
        long result = emulator.translate(platform, state, linear, kind(access));
        if (result < 0) {
            engine.deliverPageFault(state, linear);
            return fault(state, linear, result);
        }
        int frame = (int) result;
        int word = EntryBits.index(linear, 0);
        long before = memory.read(frame, word);
        return switch (access) {
            case Operation.Store store -> {
                engine.storeThroughWindow(frame, word, store.value());
                yield new Outcome.Stored(memory.guestFrame(frame));
            }
            case Operation.Exchange exchange -> {
                engine.storeThroughWindow(frame, word, exchange.value());
                yield new Outcome.Exchanged(before, memory.guestFrame(frame));
            }
            case Operation.Load _, Operation.ImplicitLoad _, Operation.Fetch _ ->
                new Outcome.Loaded(before, memory.guestFrame(frame));
        };
    }

    private static int kind(Operation.Access access) {
        return switch (access) {
            case Operation.Load _ -> AccessKind.READ;
            case Operation.ImplicitLoad _ -> AccessKind.IMPLICIT_READ;
            case Operation.Store _, Operation.Exchange _ -> AccessKind.WRITE;
            case Operation.Fetch _ -> AccessKind.FETCH;
        };
    }
}
