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
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.Vendor;

/** Worlds drawn at random: platforms, tables that share and alias, and alphabets of every operation there is. */
final class RandomWorlds {
    private static final long[] PAGES = {0x1000, 0x2000, 0x10_0000, 0x20_1000, 0x4000_1000L, 0x80_0000_1000L};
    private static final long[] TABLES = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15};
    private static final long[] DATA = {0x200, 0x201, 0x4000, 0x8_0000};
    private static final int[] PCIDS = {0, 5, 6};
    private static final int ALPHABET = 36;

    private final Random random;
    private final boolean preset;
    private final int maxPages;
    private final List<Long> pages = new ArrayList<>();
    private int processors;

    private RandomWorlds(long seed, boolean preset, int maxPages) {
        this.random = new Random(seed);
        this.preset = preset;
        this.maxPages = maxPages;
    }

    /**
     * {@return the world of a seed}
     *
     * @param preset whether accessed and dirty flags are set in every entry from the start
     */
    static World of(long seed, boolean preset, int maxPages) {
        return new RandomWorlds(seed, preset, maxPages).world(seed);
    }

    private World world(long seed) {
        int pageCount = 1 + random.nextInt(maxPages);
        int firstPage = random.nextInt(PAGES.length);
        for (int i = 0; i < pageCount; i++) {
            pages.add(PAGES[(firstPage + i) % PAGES.length]);
        }
        processors = random.nextInt(4) == 0 ? 2 : 1;
        TinyWorld tiny = new TinyWorld()
                .profile(new Profile(pick(Vendor.values()), random.nextInt(4) == 0))
                .features(features());
        for (int level = 4; level >= 1; level--) {
            for (long page : pages) {
                tiny.word(TABLES[4 - level], index(page, level), likelyEntry(level));
            }
        }
        for (int i = 0; i < 4; i++) {
            tiny.word(pick(TABLES), index(pick(pages), 1 + random.nextInt(4)), likelyEntry(1 + random.nextInt(4)));
        }
        for (int i = 0; i < processors; i++) {
            tiny.processor(registers(tiny));
        }
        List<Step> alphabet = new ArrayList<>();
        for (long page : pages) {
            alphabet.add(on(new Operation.Load(page)));
        }
        while (alphabet.size() < ALPHABET) {
            alphabet.add(step(tiny));
        }
        List<Long> aliases = new ArrayList<>(pages);
        if (seed % 4 == 3) {
            addSplitAccesses(tiny, alphabet, aliases);
        }
        List.copyOf(aliases).forEach(page -> aliases.add(page & 0xFFFF_FFFFL));
        return new World("random world " + seed, tiny.start(), aliases, List.copyOf(alphabet));
    }

    /** Accesses from the first page into the next, which is a page of its own. */
    private void addSplitAccesses(TinyWorld tiny, List<Step> alphabet, List<Long> aliases) {
        long next = pages.getFirst() + 0x1000;
        tiny.word(TABLES[3], index(next, 1), likelyEntry(1));
        aliases.add(next);
        for (int i = 0; i < 3; i++) {
            alphabet.add(on(new Operation.SplitLoad(next - 4)));
            alphabet.add(on(new Operation.SplitStore(next - 4, likelyEntry(1) << 32)));
            alphabet.add(on(new Operation.StoreTableEntry(TABLES[3], index(next, 1), likelyEntry(1))));
        }
        alphabet.add(on(new Operation.InvLpg(next)));
    }

    private Set<Feature> features() {
        EnumSet<Feature> features = EnumSet.complementOf(EnumSet.of(Feature.PKU, Feature.PKS));
        if (random.nextInt(3) == 0) {
            features.remove(pick(Feature.values()));
        }
        return features;
    }

    private Registers registers(TinyWorld tiny) {
        long cr4 = PAE
                | (random.nextInt(4) == 0 ? 0 : PGE)
                | (tiny.has(Feature.PCID) && random.nextInt(4) != 0 ? PCIDE : 0)
                | (tiny.has(Feature.SMEP) && random.nextInt(3) == 0 ? SMEP : 0)
                | (tiny.has(Feature.SMAP) && random.nextInt(6) == 0 ? SMAP : 0);
        long pcid = (cr4 & PCIDE) != 0 ? pick(PCIDS) : 0;
        long efer = tiny.has(Feature.NX) && random.nextInt(4) != 0 ? EFER : EFER & ~0x800L;
        return new Registers(CR0, 0, (TABLES[0] << 12) | pcid, cr4, efer, ExecutionState.SUPERVISOR_64);
    }

    private Step step(TinyWorld tiny) {
        long page = pick(pages);
        return switch (random.nextInt(24)) {
            case 0, 1 -> on(new Operation.Load(page));
            case 2, 3 -> on(new Operation.Store(page + 8L * index(pick(pages), 1), likelyEntry(1)));
            case 4 -> on(new Operation.Fetch(page));
            case 5, 6, 7, 8, 9 -> edit(page);
            case 10 -> on(new Operation.LoadTableEntry(pick(TABLES), index(page, 1 + random.nextInt(4))));
            case 11, 12 -> on(new Operation.MovToCr3(cr3()));
            case 13 -> on(new Operation.InvLpg(page + random.nextInt(4096)));
            case 14 -> on(new Operation.InvPcid(random.nextInt(4), pick(PCIDS), page));
            case 15 -> on(new Operation.MovToCr4(registers(tiny).cr4() | (random.nextInt(4) == 0 ? 1 << 4 : 0)));
            case 16 -> on(new Operation.WrmsrEfer(random.nextInt(3) == 0 ? EFER : EFER & ~0x800L));
            case 17 -> on(new Operation.MovToCr0(random.nextBoolean() ? CR0 : CR0 & ~0x1_0000L));
            case 18, 19 -> on(new Operation.SetExecutionState(executionState()));
            case 20 ->
                new Step.InitAndBringUp(
                        random.nextInt(processors), pick(TABLES), tiny.has(Feature.PCID) ? pick(PCIDS) : 0);
            case 21 -> on(new Operation.ReadRegister(pick(Register.values())));
            case 22 -> random.nextInt(3) == 0 ? rare() : edit(page);
            default -> on(new Operation.LoadTableEntry(TABLES[3], index(page, 1)));
        };
    }

    private Step rare() {
        return switch (random.nextInt(8)) {
            case 0 -> on(new Operation.MovToCr0(0x11));
            case 1 -> on(new Operation.InvPcid(random.nextInt(6), 1L << random.nextInt(64), 1L << random.nextInt(64)));
            case 2 -> on(new Operation.MovToCr3(1L << random.nextInt(64)));
            case 3 -> on(new Operation.MovToCr4(1L << random.nextInt(64)));
            case 4 -> on(new Operation.WrmsrEfer(1L << random.nextInt(64)));
            case 5 -> on(new Operation.Load(pick(pages) | 1L << (48 + random.nextInt(16))));
            case 6 -> new Step.Init(random.nextInt(processors));
            default -> on(new Operation.WrmsrEfer(EFER & ~0x400L));
        };
    }

    private ExecutionState executionState() {
        CodeSegment segment = random.nextInt(4) == 0 ? CodeSegment.BITS_32 : CodeSegment.BITS_64;
        return new ExecutionState(random.nextInt(5) == 0 ? 3 : 0, random.nextBoolean(), segment);
    }

    private long cr3() {
        long root = random.nextInt(3) == 0 ? pick(TABLES) : TABLES[0];
        return (root << 12) | pick(PCIDS) | (random.nextBoolean() ? NO_FLUSH : 0);
    }

    private Step edit(long page) {
        int level = 1 + random.nextInt(4);
        long table = random.nextInt(4) == 0 ? pick(TABLES) : TABLES[4 - level];
        return on(new Operation.StoreTableEntry(table, index(page, level), likelyEntry(level)));
    }

    /** An entry that makes sense at a level, mostly. */
    private long likelyEntry(int level) {
        long flags = preset ? P | A | D : P | (random.nextInt(3) == 0 ? A : 0) | (random.nextInt(3) == 0 ? D : 0);
        flags |= random.nextInt(6) == 0 ? 0 : W;
        flags |= random.nextInt(4) == 0 ? 0 : U;
        flags |= random.nextInt(6) == 0 ? G : 0;
        flags |= random.nextInt(8) == 0 ? XD : 0;
        flags &= random.nextInt(16) == 0 ? ~P : -1;
        if (level == 1) {
            return entry(random.nextInt(6) == 0 ? pick(TABLES) : pick(DATA), flags);
        }
        if (random.nextInt(6) == 0) {
            return entry(
                    random.nextInt(8) == 0 ? 0x4010 : pick(DATA) & (level == 3 ? -0x4_0000L : -0x200L), flags | PS);
        }
        return entry(random.nextInt(5) == 0 ? pick(TABLES) : TABLES[5 - level], flags);
    }

    private Step on(Operation operation) {
        return new Step.Instruction(random.nextInt(processors), operation);
    }

    private static int index(long address, int level) {
        return (int) (address >>> (12 + 9 * (level - 1)) & 511);
    }

    private long pick(long[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private int pick(int[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private long pick(List<Long> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
