package org.stalemate.oracles.reference;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Builds small start states: tables word by word, and registers of 64-bit code under 4-level paging. */
public final class TinyWorld {
    public static final long P = 1;
    public static final long W = 1 << 1;
    public static final long U = 1 << 2;
    public static final long A = 1 << 5;
    public static final long D = 1 << 6;
    public static final long PS = 1 << 7;
    public static final long G = 1 << 8;
    public static final long XD = 1L << 63;

    /** Present, writable, user, accessed and dirty. */
    public static final long ALL = P | W | U | A | D;

    public static final long CR0 = 0x8001_0031L;
    public static final long PAE = 1 << 5;
    public static final long PGE = 1 << 7;
    public static final long PCIDE = 1 << 17;
    public static final long SMEP = 1 << 20;
    public static final long SMAP = 1 << 21;
    public static final long CR4 = PAE | PGE | PCIDE;
    public static final long EFER = 0xD00L;
    public static final long PSE = 1 << 4;
    public static final long LA57 = 1 << 12;
    public static final long PKE = 1 << 22;
    public static final long PKS = 1 << 24;
    public static final long NXE = 1 << 11;
    public static final ExecutionState SUPERVISOR_32 = new ExecutionState(0, false, CodeSegment.BITS_32);
    public static final long NO_FLUSH = 1L << 63;

    private final TreeMap<Long, TreeMap<Integer, Long>> tables = new TreeMap<>();
    private final List<Registers> processors = new ArrayList<>();
    private Profile profile = Profile.UNION;
    private int maxPhyAddr = 46;
    private Set<Feature> features = EnumSet.complementOf(EnumSet.of(Feature.PKU, Feature.PKS));

    public static long entry(long frame, long flags) {
        return frame << 12 | flags;
    }

    public TinyWorld profile(Profile chosen) {
        profile = chosen;
        return this;
    }

    public TinyWorld features(Set<Feature> chosen) {
        features = chosen;
        return this;
    }

    public TinyWorld maxPhyAddr(int bits) {
        maxPhyAddr = bits;
        return this;
    }

    /** A word of two entries of 32-bit paging. */
    public TinyWorld halves(long table, int index, long low, long high) {
        return word(table, index, low | high << 32);
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    public TinyWorld word(long table, int index, long value) {
        tables.computeIfAbsent(table, _ -> new TreeMap<>()).put(index, value);
        return this;
    }

    public TinyWorld processor(long cr3) {
        return processor(cr3, CR4, ExecutionState.SUPERVISOR_64);
    }

    public TinyWorld processor(long cr3, long cr4, ExecutionState state) {
        processors.add(new Registers(CR0, 0, cr3, cr4, EFER, state));
        return this;
    }

    /** 32-bit supervisor code with EFER.LME=0. */
    public TinyWorld legacyProcessor(long cr3, long cr4, long efer) {
        return processor(new Registers(CR0, 0, cr3, cr4, efer, SUPERVISOR_32));
    }

    public TinyWorld processor(Registers registers) {
        processors.add(registers);
        return this;
    }

    public Start start() {
        List<TableFrame> frames = new ArrayList<>();
        for (Map.Entry<Long, TreeMap<Integer, Long>> table : tables.entrySet()) {
            frames.add(TableFrame.of(table.getKey(), table.getValue()));
        }
        return new Start(new Platform(profile, maxPhyAddr, features, processors.size()), frames, processors);
    }

    public static Step step(Operation operation) {
        return new Step.Instruction(0, operation);
    }

    public static Step load(long address) {
        return step(new Operation.Load(address));
    }

    public static Step store(long address, long value) {
        return step(new Operation.Store(address, value));
    }

    public static Step fetch(long address) {
        return step(new Operation.Fetch(address));
    }

    public static Step write(long table, int index, long value) {
        return step(new Operation.StoreTableEntry(table, index, value));
    }

    public static Step writeHalf(long table, int half, long value) {
        return step(new Operation.StoreTableHalf(table, half, (int) value));
    }

    public static Step exchange(long address, long value) {
        return step(new Operation.Exchange(address, value));
    }

    public static Step implicit(long address) {
        return step(new Operation.ImplicitLoad(address));
    }

    public static Step cr0(long value) {
        return step(new Operation.MovToCr0(value));
    }

    public static Step efer(long value) {
        return step(new Operation.WrmsrEfer(value));
    }

    public static Step enter(ExecutionState state) {
        return step(new Operation.SetExecutionState(state));
    }

    public static Step pkru(int value) {
        return step(new Operation.WrPkru(value));
    }

    public static Step pkrs(long value) {
        return step(new Operation.WrmsrPkrs(value));
    }

    public static Step read(long table, int index) {
        return step(new Operation.LoadTableEntry(table, index));
    }

    public static Step cr3(long value) {
        return step(new Operation.MovToCr3(value));
    }

    public static Step cr4(long value) {
        return step(new Operation.MovToCr4(value));
    }

    public static Step invlpg(long address) {
        return step(new Operation.InvLpg(address));
    }

    public static Step invpcid(int type, int pcid, long address) {
        return step(new Operation.InvPcid(type, pcid, address));
    }

    /** What a load of a word that nobody wrote gives. */
    public static Outcome loaded(long frame, long address) {
        return new Outcome.Loaded(untouched(frame, address), frame);
    }

    /** What a word holds that nobody wrote. */
    public static long untouched(long frame, long address) {
        return DataPattern.at((frame << 12) | (address & 0xFF8));
    }

    public static Outcome exchanged(long value, long frame) {
        return new Outcome.Exchanged(value, frame);
    }

    public static Outcome fault(int errorCode, long address) {
        return new Outcome.PageFault(errorCode, address);
    }
}
