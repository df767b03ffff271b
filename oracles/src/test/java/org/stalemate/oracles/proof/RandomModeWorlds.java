package org.stalemate.oracles.proof;

import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.stalemate.oracles.reference.TinyWorld;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TssFormat;
import org.stalemate.vocabulary.Vendor;

/**
 * Worlds of all paging modes drawn at random, with keys and every kind of access. One root serves all modes: PAE paging finds its
 * PDPTEs in words 4 to 7 of it.
 */
final class RandomModeWorlds {
    private static final long[] PAGES = {0x2000, 0x4000, 0x10_0000, 0x20_2000, 0x4000_2000L, 1L << 48 | 0x2000};
    private static final long[] TABLES = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16};
    private static final long[] DATA = {0x200, 0x201, 0x4000, 0x8_0000};
    private static final long CR3 = 0x10 << 12 | 0x20;
    /** What other modes translate by the root entries that lie where the PDPTEs are. */
    private static final List<Long> THROUGH_PDPTES =
            List.of(8L << 22, 10L << 22, 4L << 39, 5L << 39, 4L << 48, 5L << 48);

    private static final int ALPHABET = 36;

    private final Random random;
    private final boolean preset;
    private final int maxPages;
    private final PagingMode[] shapes;
    private final List<Long> pages = new ArrayList<>();
    private PagingMode mode = PagingMode.NONE;
    private int processors;

    private RandomModeWorlds(long seed, boolean preset, int maxPages, PagingMode[] shapes) {
        this.random = new Random(seed);
        this.preset = preset;
        this.maxPages = maxPages;
        this.shapes = shapes;
    }

    /**
     * {@return the world of a seed}
     *
     * @param preset whether accessed and dirty flags are set in every entry from the start
     */
    static World of(long seed, boolean preset, int maxPages) {
        return new RandomModeWorlds(seed, preset, maxPages, PagingMode.values()).world(seed);
    }

    /** {@return the world of a seed in which PAE paging finds no PDPTE, and all flags are preset} */
    static World withoutPdptes(long seed, int maxPages) {
        PagingMode[] shapes = {PagingMode.BITS_32, PagingMode.LEVEL_4, PagingMode.LEVEL_5};
        return new RandomModeWorlds(seed, true, maxPages, shapes).world(seed);
    }

    private World world(long seed) {
        mode = pick(shapes);
        int pageCount = 1 + random.nextInt(maxPages);
        int firstPage = random.nextInt(PAGES.length);
        for (int i = 0; i < pageCount; i++) {
            pages.add(PAGES[(firstPage + i) % PAGES.length]);
        }
        processors = random.nextInt(6) == 0 ? 2 : 1;
        TinyWorld tiny = new TinyWorld()
                .profile(new Profile(pick(Vendor.values()), random.nextInt(4) == 0))
                .maxPhyAddr(random.nextBoolean() ? 36 : 46)
                .features(features());
        PagingMode other = pick(shapes);
        List.of(other, mode).forEach(shape -> pages.forEach(page -> addPath(tiny, page, shape)));
        for (int i = 0; i < processors; i++) {
            tiny.processor(registers(tiny));
        }
        boolean wanders = random.nextInt(3) == 0;
        List<Step> alphabet = new ArrayList<>();
        pages.forEach(page -> alphabet.add(on(new Operation.Load(page))));
        while (alphabet.size() < ALPHABET) {
            alphabet.add(wanders && random.nextBoolean() ? switching(tiny) : step(tiny));
        }
        List<Long> aliases = new ArrayList<>(pages);
        if (seed % 4 == 3) {
            addSplitAccesses(tiny, alphabet, aliases);
        }
        List.copyOf(aliases).forEach(page -> aliases.add(page & 0xFFFF_FFFFL));
        THROUGH_PDPTES.forEach(aliases::add);
        return new World("random world of modes " + seed, tiny.start(), aliases, List.copyOf(alphabet));
    }

    /** Accesses from the first page into the next, which has a path of its own in the first mode. */
    private void addSplitAccesses(TinyWorld tiny, List<Step> alphabet, List<Long> aliases) {
        long next = pages.getFirst() + 0x1000;
        PagingMode shape = mode == PagingMode.NONE ? PagingMode.LEVEL_4 : mode;
        long leaf = likelyEntry(1, shape);
        int index = index(next, 1, shape);
        long table = TABLES[levels(shape) - 1];
        if (shape == PagingMode.BITS_32) {
            tiny.word(table, index / 2, (leaf & 0xFFFF_FFFFL) | (leaf << 32));
        } else {
            tiny.word(table, index, leaf);
        }
        aliases.add(next);
        for (int i = 0; i < 3; i++) {
            alphabet.add(on(new Operation.SplitLoad(next - 4)));
            alphabet.add(on(new Operation.SplitStore(next - 4, likelyEntry(1, shape) << 32)));
            long entry = likelyEntry(1, shape);
            alphabet.add(on(
                    shape == PagingMode.BITS_32
                            ? new Operation.StoreTableHalf(table, index, (int) entry)
                            : new Operation.StoreTableEntry(table, index, entry)));
        }
        alphabet.add(on(new Operation.InvLpg(next)));
    }

    private Set<Feature> features() {
        EnumSet<Feature> features = EnumSet.allOf(Feature.class);
        if (random.nextInt(3) == 0) {
            features.remove(pick(Feature.values()));
        }
        if (random.nextInt(3) != 0) {
            features.removeAll(Set.of(Feature.PKU, Feature.PKS));
        }
        return features;
    }

    private void addPath(TinyWorld tiny, long page, PagingMode shape) {
        int levels = levels(shape);
        for (int level = levels; level >= 1; level--) {
            int index = index(page, level, shape);
            long table = TABLES[levels - level];
            boolean pdpte = shape == PagingMode.PAE && level == 3;
            long entry = likelyEntry(level, shape) & (pdpte ? ~W : -1); // registers never hold a malformed one
            if (shape == PagingMode.BITS_32) {
                tiny.word(table, index / 2, index % 2 == 0 ? entry : entry << 32 | likelyEntry(level, shape));
            } else {
                tiny.word(table, index, entry);
            }
        }
    }

    private Registers registers(TinyWorld tiny) {
        long cr0 = mode == PagingMode.NONE ? CR0 & ~(1L << 31) : CR0;
        boolean longMode = isLong();
        long nxe = tiny.has(Feature.NX) && random.nextInt(4) != 0 ? NXE : 0;
        long efer = nxe | (longMode ? 0x500 : mode == PagingMode.NONE && random.nextBoolean() ? 0x100 : 0);
        return new Registers(
                cr0, 0, CR3, cr4(tiny), efer, keyRights(), keyRights(), longMode ? executionState() : SUPERVISOR_32);
    }

    private boolean isLong() {
        return mode == PagingMode.LEVEL_4 || mode == PagingMode.LEVEL_5;
    }

    /** CR4 as it may be in the mode. */
    private long cr4(TinyWorld tiny) {
        long fixed = switch (mode) {
            case NONE -> random.nextBoolean() ? PAE : 0;
            case BITS_32 -> 0;
            case PAE, LEVEL_4 -> PAE;
            case LEVEL_5 -> tiny.has(Feature.LA57) ? PAE | LA57 : PAE;
        };
        return fixed
                | (random.nextInt(4) == 0 ? 0 : PGE)
                | (random.nextInt(3) == 0 ? 0 : PSE)
                | (random.nextInt(4) == 0 ? 1 : 0)
                | (tiny.has(Feature.SMEP) && random.nextInt(3) == 0 ? SMEP : 0)
                | (tiny.has(Feature.SMAP) && random.nextInt(6) == 0 ? SMAP : 0)
                | (tiny.has(Feature.PKU) && random.nextInt(3) != 0 ? PKE : 0)
                | (tiny.has(Feature.PKS) && random.nextInt(3) != 0 ? PKS : 0);
    }

    private int keyRights() {
        return random.nextInt(3) == 0 ? random.nextInt(64) : 0;
    }

    private Step step(TinyWorld tiny) {
        long page = pick(pages);
        return switch (random.nextInt(24)) {
            case 0, 1 -> on(new Operation.Load(page));
            case 2, 3 -> on(new Operation.Store(page + 8L * random.nextInt(6), likelyEntry(1, mode)));
            case 4 -> on(new Operation.Fetch(page));
            case 5 -> on(new Operation.Exchange(page + 8L * random.nextInt(6), likelyEntry(1, mode)));
            case 6 -> on(new Operation.ImplicitLoad(page));
            case 7 -> on(new Operation.Emulated(new Operation.Store(page, random.nextInt(256))));
            case 8, 9, 10, 11, 12 -> edit(page, random.nextInt(6) == 0 ? pick(shapes) : mode);
            case 13 -> on(loadOfCr3());
            case 14 -> on(new Operation.InvLpg(page + random.nextInt(4096)));
            case 15 -> on(new Operation.InvPcid(random.nextInt(4), 0, page));
            case 16 -> on(new Operation.MovToCr4(cr4(tiny)));
            case 17 -> on(new Operation.MovToCr0(CR0 & ~(random.nextBoolean() ? 0x1_0000L : 0)));
            case 18 -> on(new Operation.SetExecutionState(executionState()));
            case 19 ->
                random.nextBoolean() ? on(new Operation.WrPkru(keyRights())) : on(new Operation.WrmsrPkrs(keyRights()));
            case 20 -> on(new Operation.WrmsrEfer((isLong() ? 0x500 : 0) | (random.nextBoolean() ? NXE : 0)));
            case 21 -> random.nextBoolean() ? rare() : on(new Operation.ReadRegister(pick(Register.values())));
            default -> readPath(page);
        };
    }

    private Operation loadOfCr3() {
        long cr3 = random.nextInt(4) == 0 ? pick(TABLES) << 12 : CR3;
        return isLong() || random.nextBoolean()
                ? new Operation.MovToCr3(cr3)
                : new Operation.TaskSwitch((int) cr3 | 8 * random.nextInt(2));
    }

    private Step readPath(long page) {
        int levels = levels(mode);
        int level = 1 + random.nextInt(levels);
        int index = index(page, level, mode);
        return on(new Operation.LoadTableEntry(TABLES[levels - level], mode == PagingMode.BITS_32 ? index / 2 : index));
    }

    private Step rare() {
        return switch (random.nextInt(9)) {
            case 6 -> on(new Operation.LoadTaskRegister(pick(TssFormat.values())));
            case 7 -> on(new Operation.TaskSwitch((int) CR3));
            case 8 -> new Step.Smi(random.nextInt(processors));
            case 0 -> on(new Operation.Lmsw(random.nextInt(16)));
            case 1 -> on(Operation.WrmsrMtrr.INSTANCE);
            case 2 -> on(new Operation.MovToCr4(1L << random.nextInt(64)));
            case 3 -> on(new Operation.InvPcid(0, 0, 1L << random.nextInt(64)));
            case 4 -> new Step.Reset(random.nextInt(processors));
            default -> new Step.InitAndBringUp(random.nextInt(processors), 0x10, 0);
        };
    }

    /** A step on a way to another mode. */
    private Step switching(TinyWorld tiny) {
        return switch (random.nextInt(7)) {
            case 6 -> on(new Operation.LoadTaskRegister(pick(TssFormat.values())));
            case 0 -> on(new Operation.MovToCr0(CR0 & ~(1L << 31)));
            case 1, 2 -> on(new Operation.MovToCr0(random.nextInt(4) == 0 ? CR0 | 1 << 30 : CR0));
            case 3 -> on(new Operation.MovToCr4(cr4(tiny) ^ (random.nextBoolean() ? PAE : 0)));
            case 4 -> on(new Operation.WrmsrEfer(NXE | (random.nextBoolean() ? 0x100 : 0)));
            default -> on(new Operation.MovToCr4(cr4(tiny) ^ (random.nextBoolean() ? LA57 : PSE)));
        };
    }

    private ExecutionState executionState() {
        CodeSegment segment = random.nextInt(3) == 0 ? CodeSegment.BITS_32 : CodeSegment.BITS_64;
        return new ExecutionState(random.nextInt(5) == 0 ? 3 : 0, random.nextBoolean(), segment);
    }

    private Step edit(long page, PagingMode shape) {
        int levels = levels(shape);
        int level = 1 + random.nextInt(levels);
        long table = random.nextInt(5) == 0 ? pick(TABLES) : TABLES[levels - level];
        int index = index(page, level, shape);
        long value = likelyEntry(level, shape);
        if (shape == PagingMode.BITS_32) {
            return on(new Operation.StoreTableHalf(table, index, (int) value));
        }
        if (random.nextInt(4) == 0) {
            boolean high = random.nextInt(4) == 0;
            return on(new Operation.StoreTableHalf(
                    table, 2 * index + (high ? 1 : 0), high ? 1 << random.nextInt(32) : (int) value));
        }
        return on(new Operation.StoreTableEntry(table, index, value));
    }

    /** An entry that makes sense at a level of a mode, mostly. */
    private long likelyEntry(int level, PagingMode shape) {
        if (shape == PagingMode.PAE && level == 3) {
            long flags = random.nextInt(8) == 0 ? 0 : P;
            return entry(random.nextInt(4) == 0 ? pick(TABLES) : TABLES[1], flags | (random.nextInt(10) == 0 ? W : 0));
        }
        long flags = preset ? P | A | D : P | (random.nextInt(3) == 0 ? A : 0) | (random.nextInt(3) == 0 ? D : 0);
        flags |= random.nextInt(6) == 0 ? 0 : W;
        flags |= random.nextInt(4) == 0 ? 0 : U;
        flags |= random.nextInt(6) == 0 ? G : 0;
        flags &= random.nextInt(16) == 0 ? ~P : -1;
        if (shape != PagingMode.BITS_32) {
            flags |= random.nextInt(8) == 0 ? XD : 0;
            flags |= levels(shape) > 3 && random.nextInt(3) == 0 ? random.nextLong(3) << 59 : 0;
        }
        if (level == 1) {
            return entry(random.nextInt(6) == 0 ? pick(TABLES) : pick(DATA), flags);
        }
        if (random.nextInt(6) == 0) {
            long alignment = shape == PagingMode.BITS_32 ? -0x400L : level == 3 ? -0x4_0000L : -0x200L;
            long low = random.nextInt(3) == 0 ? 1L << (13 + random.nextInt(9)) : 0;
            return entry(pick(DATA) & alignment, flags | PS) | low;
        }
        return entry(random.nextInt(5) == 0 ? pick(TABLES) : TABLES[levels(shape) - level + 1], flags);
    }

    private static int levels(PagingMode shape) {
        return switch (shape) {
            case NONE, LEVEL_4 -> 4;
            case BITS_32 -> 2;
            case PAE -> 3;
            case LEVEL_5 -> 5;
        };
    }

    /** Which entry of its table translates a page; PDPTEs of PAE paging begin at word 4. */
    private static int index(long address, int level, PagingMode shape) {
        if (shape == PagingMode.BITS_32) {
            return (int) (address >>> (12 + 10 * (level - 1)) & 1023);
        }
        int index = (int) (address >>> (12 + 9 * (level - 1)) & 511);
        return shape == PagingMode.PAE && level == 3 ? 4 + (index & 3) : index;
    }

    private Step on(Operation operation) {
        return new Step.Instruction(random.nextInt(processors), operation);
    }

    private long pick(long[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private long pick(List<Long> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
