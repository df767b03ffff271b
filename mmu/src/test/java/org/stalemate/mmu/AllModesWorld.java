package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * A random way through all modes and transitions. Every edit of a table is followed by a flush of everything, so that the only
 * permitted outcome of an access, on the hardware or in the emulator, is that of a walk of memory as it is with the registers as they
 * are.
 */
final class AllModesWorld {
    private static final List<PagingMode> MODES = List.of(PagingMode.values());
    private static final long FLAGS = 0x60L;
    private static final long FLAGS_OF_HALVES = FLAGS << 32 | FLAGS;
    private static final int POINTER_TABLE = 0x1A040;
    private static final int[] TABLES = {0x10, 0x11, 0x12, 0x13, 0x14};
    private static final long[] TARGETS = {0x12, 0x13, 0x14, 0x200, 0x201, 0x400, 0x800, 0x40000, 0x80000};
    private static final int[] WORDS = {0, 1, 2, 3, 128, 129, 256, 257, 384, 511};
    private static final int[] HALVES = {0, 1, 2, 3, 256, 257, 512, 513, 768, 1023};

    private final FreshMachine fresh = new FreshMachine();
    private final KvmLikeMmu mmu;
    private final Random random;
    private boolean pge;
    private int values;

    private AllModesWorld(KvmLikeMmu mmu, long seed) {
        this.mmu = mmu;
        random = new Random(seed);
    }

    /** Takes an MMU through random modes; @throws AssertionError if an outcome is not the fresh one */
    static void runThrough(KvmLikeMmu mmu, long seed) {
        new AllModesWorld(mmu, seed).runThrough();
    }

    private void runThrough() {
        Platform platform = new Platform(Profile.INTEL, 40, EnumSet.allOf(Feature.class), 1);
        mmu.reset(new Start(
                platform, List.of(), List.of(new Registers(ControlBits.CR0_ET, 0, 0, 0, 0, ExecutionState.REAL_MODE))));
        fresh.mode = PagingMode.NONE;
        done(new Operation.MovToCr0(ControlBits.CR0_PE));
        link();
        for (int round = 0; round < 5; round++) {
            enter(MODES.get(random.nextInt(MODES.size())));
            for (int i = 0; i < 25; i++) {
                step();
            }
        }
    }

    /** Tables that lead somewhere in every mode. */
    private void link() {
        for (int i = 0; i < 4; i++) {
            store(TABLES[i], 0, (long) TABLES[i + 1] << 12 | 7);
        }
        for (int i = 0; i < 4; i++) {
            edit8(0x14, i);
            store(0x1A, 8 + i, (i == 2 ? 0x12L : 0x13L) << 12 | 1);
        }
    }

    /** The flush at the end is for global translations, which survive a change of CR4.PAE. */
    private void enter(PagingMode mode) {
        execution(CodeSegment.BITS_32);
        if (fresh.mode == PagingMode.BITS_32) {
            settleFlags();
        }
        fresh.root = switch (mode) {
            case BITS_32 -> 0x13_000;
            case NONE, PAE -> 0;
            case LEVEL_4 -> random.nextBoolean() ? 0x11_000 : 0x12_000;
            case LEVEL_5 -> random.nextBoolean() ? 0x10_000 : 0x11_000;
        };
        long cr3 = mode == PagingMode.PAE ? POINTER_TABLE : fresh.root;
        if (fresh.mode == PagingMode.PAE && mode == PagingMode.BITS_32) {
            fresh.mode = mode;
            done(new Operation.MovToCr4(cr4(mode)));
            done(new Operation.MovToCr3(cr3));
        } else if (fresh.mode == PagingMode.BITS_32 && mode == PagingMode.PAE) {
            done(new Operation.MovToCr3(cr3));
            enterBy(mode);
        } else {
            done(new Operation.MovToCr0(ControlBits.CR0_PE));
            fresh.nxe = random.nextBoolean();
            boolean longMode = mode == PagingMode.LEVEL_4 || mode == PagingMode.LEVEL_5;
            long lme = longMode ? ControlBits.EFER_LME : 0;
            done(new Operation.WrmsrEfer(lme | (fresh.nxe ? ControlBits.EFER_NXE : 0)));
            done(new Operation.MovToCr3(cr3));
            enterBy(mode);
        }
        if (isLong()) {
            execution(CodeSegment.BITS_64);
        }
        if (mode == PagingMode.BITS_32) {
            for (int half : new int[] {0, 1, 256}) {
                done4(0x13, half, 0x14_007);
                done4(0x14, half, (int) value());
            }
        }
        flush();
    }

    private void enterBy(PagingMode mode) {
        fresh.mode = mode;
        fresh.loadPdptes(POINTER_TABLE);
        done(new Operation.MovToCr4(cr4(mode)));
        done(new Operation.MovToCr0(cr0(mode)));
    }

    /** Accessed flags of 4-byte entries, set by walks that faulted, would be address bits of 8-byte entries. */
    private void settleFlags() {
        for (int table : TABLES) {
            for (int word : WORDS) {
                store(table, word, fresh.read(table * 4096L + word * 8L));
            }
        }
        flush();
    }

    private long cr0(PagingMode mode) {
        return ControlBits.CR0_PE
                | (mode == PagingMode.NONE ? 0 : ControlBits.CR0_PG)
                | (fresh.wp ? ControlBits.CR0_WP : 0);
    }

    private long cr4(PagingMode mode) {
        boolean pae = mode != PagingMode.NONE && mode != PagingMode.BITS_32;
        return (pae ? ControlBits.CR4_PAE : 0)
                | (mode == PagingMode.LEVEL_5 ? ControlBits.CR4_LA57 : 0)
                | (pge ? ControlBits.CR4_PGE : 0)
                | (fresh.pse ? ControlBits.CR4_PSE : 0)
                | (fresh.smep ? ControlBits.CR4_SMEP : 0)
                | (fresh.smap ? ControlBits.CR4_SMAP : 0)
                | (fresh.pke ? ControlBits.CR4_PKE : 0)
                | (fresh.pks ? ControlBits.CR4_PKS : 0);
    }

    private void step() {
        switch (random.nextInt(9)) {
            case 0 -> registers();
            case 1 -> edit();
            case 2 -> split();
            default -> access();
        }
    }

    private void registers() {
        supervise();
        fresh.wp = random.nextBoolean();
        fresh.smep = random.nextBoolean();
        fresh.smap = random.nextBoolean();
        fresh.pse = random.nextInt(4) != 0;
        fresh.pke = random.nextBoolean();
        fresh.pks = random.nextBoolean();
        fresh.pkru = random.nextInt();
        fresh.pkrs = random.nextInt();
        if (fresh.mode != PagingMode.NONE) {
            done(new Operation.MovToCr0(cr0(fresh.mode)));
        }
        fresh.nxe = random.nextBoolean();
        done(new Operation.WrmsrEfer((isLong() ? ControlBits.EFER_LME : 0) | (fresh.nxe ? ControlBits.EFER_NXE : 0)));
        flush();
        done(new Operation.WrmsrPkrs(fresh.pkrs & 0xFFFF_FFFFL));
        Outcome written = run(new Operation.WrPkru(fresh.pkru));
        if (fresh.pke) {
            assertThat(written).isEqualTo(Outcome.Done.INSTANCE);
            assertThat(run(new Operation.ReadRegister(Register.PKRU)))
                    .isEqualTo(new Outcome.RegisterValue(fresh.pkru & 0xFFFF_FFFFL));
        } else {
            assertThat(written).isEqualTo(Outcome.UndefinedOpcode.INSTANCE);
            fresh.pke = true;
            flush();
            done(new Operation.WrPkru(fresh.pkru));
            fresh.pke = false;
            flush();
        }
        execution(isLong() ? CodeSegment.BITS_64 : CodeSegment.BITS_32);
    }

    private boolean isLong() {
        return fresh.mode == PagingMode.LEVEL_4 || fresh.mode == PagingMode.LEVEL_5;
    }

    private void supervise() {
        CodeSegment segment = isLong() ? CodeSegment.BITS_64 : CodeSegment.BITS_32;
        fresh.user = false;
        fresh.ac = false;
        done(new Operation.SetExecutionState(new ExecutionState(0, false, segment)));
    }

    private void execution(CodeSegment segment) {
        fresh.user = segment == CodeSegment.BITS_64 && random.nextBoolean();
        fresh.ac = random.nextBoolean();
        done(new Operation.SetExecutionState(new ExecutionState(fresh.user ? 3 : 0, fresh.ac, segment)));
    }

    /** Toggling PGE drops everything, and under PAE paging loads the PDPTE registers. */
    private void flush() {
        ExecutionState before = new ExecutionState(fresh.user ? 3 : 0, fresh.ac, segment());
        done(new Operation.SetExecutionState(new ExecutionState(0, fresh.ac, segment())));
        pge = !pge;
        boolean loaded = fresh.mode != PagingMode.PAE || fresh.loadPdptes(POINTER_TABLE);
        assertThat(run(new Operation.MovToCr4(cr4(fresh.mode))))
                .isEqualTo(loaded ? Outcome.Done.INSTANCE : new Outcome.GeneralProtection(0));
        assertThat(loaded).isTrue();
        done(new Operation.SetExecutionState(before));
    }

    private CodeSegment segment() {
        return isLong() ? CodeSegment.BITS_64 : CodeSegment.BITS_32;
    }

    private void edit() {
        if (fresh.mode == PagingMode.BITS_32) {
            int table = random.nextInt(3) == 0 ? 0x13 : 0x14;
            int half = HALVES[random.nextInt(HALVES.length)];
            boolean toTable = table == 0x13 && random.nextInt(3) != 0;
            long value = toTable ? 0x14_001 | random.nextInt(4) << 1 : value();
            done4(table, half, (int) value);
        } else {
            edit8(TABLES[random.nextInt(TABLES.length)], random.nextInt(3));
        }
        flush();
    }

    /** Entries of upper tables lead to other tables as a rule. */
    private void edit8(int table, int word) {
        long key = random.nextInt(3) == 0 ? (long) random.nextInt(16) << 59 : 0;
        if (table < 0x14 && random.nextInt(3) != 0) {
            long next = table + 1L - (random.nextInt(6) == 0 ? 1 : 0);
            store(table, word, next << 12 | 1 | (random.nextInt(4) == 0 ? 0 : 2) | (random.nextInt(4) == 0 ? 0 : 4));
        } else {
            store(table, word, value() | key);
        }
    }

    private long value() {
        return TARGETS[random.nextInt(TARGETS.length)] << 12
                | (random.nextInt(8) == 0 ? 0 : 1)
                | (random.nextInt(4) == 0 ? 0 : 2)
                | (random.nextInt(4) == 0 ? 0 : 4)
                | random.nextInt(4) << 5
                | (random.nextInt(3) == 0 ? 128 : 0)
                | random.nextInt(2) << 8
                | (random.nextInt(8) == 0 ? 1L << 63 : 0)
                | (random.nextInt(32) == 0 ? 1L << 45 : 0)
                | (random.nextInt(32) == 0 ? 1L << 21 : 0)
                | (random.nextInt(32) == 0 ? 1L << 14 : 0);
    }

    private void access() {
        long linear = linear();
        long value = 0x100_0000_0000L * ++values + 0x1008;
        Operation.Access access = switch (random.nextInt(6)) {
            case 0, 1 -> new Operation.Load(linear);
            case 2 -> new Operation.ImplicitLoad(linear);
            case 3 -> new Operation.Fetch(linear);
            case 4 -> new Operation.Store(linear, value);
            default -> new Operation.Exchange(linear, value);
        };
        Operation operation = random.nextInt(3) == 0 ? new Operation.Emulated(access) : access;
        assertThat(withoutFlags(run(operation)))
                .as("%s in %s", operation, fresh.mode)
                .isEqualTo(withoutFlags(fresh.access(access)));
        if (access instanceof Operation.Store || access instanceof Operation.Exchange) {
            repairPointers();
            flush();
        }
    }

    private void split() {
        long address = linear() | 0xFFC;
        Operation.SplitAccess access = random.nextBoolean()
                ? new Operation.SplitLoad(address)
                : new Operation.SplitStore(address, 0x100_0000_0000L * ++values + 0x1008);
        assertThat(withoutFlags(run(access)))
                .as("%s in %s", access, fresh.mode)
                .isEqualTo(withoutFlags(fresh.split(access)));
        if (access instanceof Operation.SplitStore) {
            repairPointers();
            flush();
        }
    }

    /** A store may have hit the PDPTEs of PAE paging; they are kept legal. */
    private void repairPointers() {
        for (int i = 0; i < 4; i++) {
            store(0x1A, 8 + i, (i == 2 ? 0x12L : 0x13L) << 12 | (random.nextInt(8) == 0 ? 0 : 1));
        }
    }

    private long linear() {
        long low = (long) random.nextInt(3) << 12 | (random.nextInt(4) == 0 ? 1L << 21 : 0) | random.nextInt(2) << 3;
        return switch (fresh.mode) {
            case NONE -> TARGETS[random.nextInt(TARGETS.length)] << 12 | random.nextInt(4) << 3;
            case BITS_32 -> low | (long) random.nextInt(3) << 22 | (random.nextInt(4) == 0 ? 1L << 30 : 0);
            case PAE -> low | (long) random.nextInt(4) << 30;
            case LEVEL_4 -> low | (long) random.nextInt(2) << 30 | (long) random.nextInt(2) << 39;
            case LEVEL_5 -> low | (long) random.nextInt(2) << 39 | (long) random.nextInt(2) << 48;
        };
    }

    private void store(int table, int word, long value) {
        run(new Operation.StoreTableEntry(table, word, value));
        fresh.write(table * 4096L + word * 8L, value);
    }

    private void done4(int table, int half, int value) {
        assertThat(run(new Operation.StoreTableHalf(table, half, value))).isEqualTo(new Outcome.Stored(table));
        fresh.writeHalf(table * 4096L + half * 4L, value);
    }

    private void done(Operation operation) {
        assertThat(run(operation)).as("%s", operation).isEqualTo(Outcome.Done.INSTANCE);
    }

    private Outcome run(Operation operation) {
        return mmu.execute(new Step.Instruction(0, operation));
    }

    /** Accessed flags may be set by a walk that faults, and by no other difference. */
    private static Outcome withoutFlags(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Loaded(var value, var frame) -> new Outcome.Loaded(value & ~FLAGS_OF_HALVES, frame);
            case Outcome.SplitLoaded(var value, var low, var high) ->
                new Outcome.SplitLoaded(value & ~FLAGS_OF_HALVES, low, high);
            case Outcome.Exchanged(var value, var frame) -> new Outcome.Exchanged(value & ~FLAGS_OF_HALVES, frame);
            default -> outcome;
        };
    }
}
