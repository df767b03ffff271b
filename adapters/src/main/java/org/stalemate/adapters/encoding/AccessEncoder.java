package org.stalemate.adapters.encoding;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;

/** Encodes accesses through the translation under test. */
final class AccessEncoder {
    /** Bit 0 of either half: what makes it a present entry. */
    private static final long PRESENT = 1L << 32 | 1;

    private static final String TOO_MANY_WORDS = "the scenario has too many words of data";

    private final Words words;
    private final Dictionary.Maker data;
    private final Reach reach;
    private final Answers answers;
    private final RegisterHistory registers;
    private final BlockWriter writer;

    AccessEncoder(
            Words words,
            Dictionary.Maker data,
            Reach reach,
            Answers answers,
            RegisterHistory registers,
            BlockWriter writer) {
        this.answers = answers;
        this.words = words;
        this.data = data;
        this.reach = reach;
        this.registers = registers;
        this.writer = writer;
    }

    /** {@return why the target cannot execute the access, or null} */
    @Nullable
    String encode(int processor, Operation.Access access) {
        return switch (access) {
            case Operation.Load(var address) -> load(processor, address);
            case Operation.Store(var address, var value) -> store(processor, Opcode.STORE, address, value);
            case Operation.Exchange(var address, var value) -> store(processor, Opcode.EXCHANGE, address, value);
            case Operation.Fetch(var address) -> fetch(processor, address);
            case Operation.ImplicitLoad(var address) -> implicitLoad(processor, address);
        };
    }

    /** {@return the answer that tells which words an access to an address may reach} Outside 64-bit mode linear addresses have 32 bits. */
    private int reach(int processor, long address) {
        return reach(processor, address, false);
    }

    private int reach(int processor, long address, boolean fetches) {
        ModeStates states = registers.states(processor);
        return reach.of(states.is64Bit() ? address : address & 0xFFFF_FFFFL, states.modes(), fetches);
    }

    private @Nullable String load(int processor, long address) {
        int answer = reach(processor, address);
        writer.step(Opcode.LOAD, processor, address, 0, 0);
        return answers.obstacle(answer);
    }

    private @Nullable String fetch(int processor, long address) {
        ModeStates states = registers.states(processor);
        if (states.execution().codeSegment() == CodeSegment.BITS_16 || states.mayBeReal()) {
            return "data of the target is no code of 16 bits";
        }
        int answer = reach(processor, address, true);
        if (mayReachEntry(answer)) {
            return "the fetch may reach what is no code";
        }
        writer.step(Opcode.FETCH, processor, address, 0, 0);
        return answers.obstacle(answer);
    }

    /** The address becomes that of the local descriptor table, which has to be canonical; there is none in real mode. */
    private @Nullable String implicitLoad(int processor, long address) {
        ModeStates states = registers.states(processor);
        if (states.mayBeReal()) {
            return "the processor loads no descriptors in real mode";
        }
        long linear = states.is64Bit() ? address : address & 0xFFFF_FFFFL;
        int width = (states.modes() & ~Modes.LEVEL_5) == 0 ? 57 : 48;
        if (linear << (64 - width) >> (64 - width) != linear) {
            return "no descriptor table lies at an address that is not canonical";
        }
        int answer = reach(processor, address);
        for (int i = 0; i < answers.count(answer); i++) {
            if (!words.isDescriptor(answers.word(answer, i))) {
                return "the implicit access may reach what is no descriptor";
            }
        }
        writer.step(Opcode.IMPLICIT_LOAD, processor, linear, 0, 0);
        return answers.obstacle(answer);
    }

    private @Nullable String store(int processor, int opcode, long address, long value) {
        if ((value & PRESENT) != 0) {
            return "the store may make a present entry";
        }
        if (data.isFull()) {
            return TOO_MANY_WORDS;
        }
        int answer = reach(processor, address);
        int means = opcode;
        if (opcode == Opcode.STORE && !registers.states(processor).is64Bit() && mayReachEntry(answer)) {
            if (registers.mayForbidMmx()) {
                return "in 32-bit code the target stores 8 bytes in two, between which an entry would be half-written";
            }
            means = Opcode.STORE_WHOLE;
        }
        if (answers.obstacle(answer) != null) {
            return answers.obstacle(answer);
        }
        long word = data.add(value, Outcome.UNKNOWN_FRAME);
        noteStore(answer, word);
        int list = writer.searchList(answers, answer, words);
        writer.step(means, processor, answers.count(answer), list, address, word, 0);
        return null;
    }

    private boolean mayReachEntry(int answer) {
        for (int i = 0; i < answers.count(answer); i++) {
            if (!words.isAlwaysData(answers.word(answer, i))) {
                return true;
            }
        }
        return false;
    }

    private void noteStore(int answer, long machineWord) {
        for (int i = 0; i < answers.count(answer); i++) {
            words.noteData(answers.word(answer, i), machineWord);
        }
    }

    @Nullable
    String encode(int processor, Operation.SplitAccess access) {
        if (registers.mayCheckAlignment(processor)) {
            return "the access may be an alignment check";
        }
        int low = reach(processor, access.address() & ~7);
        int high = reach(processor, access.address() + 4);
        String obstacle = answers.obstacle(low) == null ? answers.obstacle(high) : answers.obstacle(low);
        if (obstacle != null) {
            return obstacle;
        }
        return switch (access) {
            case Operation.SplitLoad(var address) -> {
                writer.step(Opcode.SPLIT_LOAD, processor, address, 0, 0);
                yield null;
            }
            case Operation.SplitStore(var address, var value) -> splitStore(processor, address, value, low, high);
        };
    }

    /** The low half goes to the high half of a word and the high half to a low one, so their codes change places. */
    private @Nullable String splitStore(int processor, long address, long value, int low, int high) {
        if ((value & PRESENT) != 0) {
            return "the store may make a present entry";
        }
        if (data.isFull()) {
            return TOO_MANY_WORDS;
        }
        noteStore(low, 0);
        noteStore(high, 0);
        long word = Long.rotateLeft(data.add(Long.rotateLeft(value, 32), Outcome.UNKNOWN_FRAME), 32);
        int lowList = writer.searchList(answers, low, words);
        long highList = (long) writer.searchList(answers, high, words) << 32 | answers.count(high);
        writer.step(Opcode.SPLIT_STORE, processor, answers.count(low), lowList, address, word, highList);
        return null;
    }
}
