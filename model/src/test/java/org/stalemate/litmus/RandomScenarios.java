package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;
import org.stalemate.vocabulary.TssFormat;
import org.stalemate.vocabulary.Vendor;

/** Scenarios without sense but with every constant and every shape of operand. */
final class RandomScenarios {
    private static final long[] FRAMES = {0, 0x10, 0x11, 0x12, 0x13, 0x200, 0xFFFFF, (1L << 40) - 1};

    private final SplittableRandom random;

    RandomScenarios(long seed) {
        random = new SplittableRandom(seed);
    }

    Scenario next() {
        Platform platform = platform();
        SortedMap<Long, TableFrame> tables = new TreeMap<>();
        int tableCount = random.nextInt(5);
        for (int i = 0; i < tableCount; i++) {
            long frame = frame();
            tables.put(frame, new TableFrame(frame, entries()));
        }
        List<Registers> registers = new ArrayList<>();
        for (int i = 0; i < platform.logicalProcessors(); i++) {
            registers.add(registers(platform));
        }
        List<Step> steps = new ArrayList<>();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            steps.add(step(random.nextInt(platform.logicalProcessors())));
        }
        return new Scenario(new Start(platform, List.copyOf(tables.values()), registers), steps);
    }

    private Platform platform() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (random.nextBoolean()) {
                features.add(feature);
            }
        }
        return new Platform(
                new Profile(pick(Vendor.values()), random.nextBoolean()),
                random.nextInt(36, 53),
                random.nextBoolean() ? PlatformParser.defaultFeatures() : features,
                random.nextInt(1, 4));
    }

    private Registers registers(Platform platform) {
        PagingMode mode = pick(PagingMode.values());
        Registers defaults = NominalRegisters.defaults(platform, mode, frame() << 12 | random.nextInt(2) * 0x20L);
        return switch (random.nextInt(4)) {
            case 0, 1 -> defaults;
            case 2 ->
                new Registers(
                        defaults.cr0(),
                        address(),
                        cr3(),
                        defaults.cr4() ^ 1L << random.nextInt(25),
                        defaults.efer(),
                        keyRights(),
                        keyRights(),
                        defaults.state());
            default ->
                new Registers(control(), address(), cr3(), control(), control(), keyRights(), keyRights(), state());
        };
    }

    private SortedMap<Integer, Long> entries() {
        SortedMap<Integer, Long> entries = new TreeMap<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            entries.put(random.nextInt(512), random.nextBoolean() ? entry() : narrowEntry() << 32 | narrowEntry());
        }
        return entries;
    }

    private Step step(int processor) {
        return switch (random.nextInt(18)) {
            case 3 -> new Step.Smi(processor);
            case 0 -> new Step.Init(processor);
            case 1 -> new Step.Reset(processor);
            case 2 -> new Step.InitAndBringUp(processor, frame() & 0xFFFFF, random.nextInt(4096));
            default -> new Step.Instruction(processor, operation());
        };
    }

    private Operation operation() {
        return switch (random.nextInt(22)) {
            case 0, 1 -> access();
            case 2 -> new Operation.Emulated(access());
            case 13 -> new Operation.StoreTableHalf(frame(), random.nextInt(1024), (int) entry());
            case 14 -> new Operation.Lmsw(random.nextBoolean() ? random.nextInt(16) : random.nextInt());
            case 15 -> new Operation.WrPkru(keyRights());
            case 16 -> new Operation.WrmsrPkrs(random.nextInt(4) == 0 ? word() : random.nextInt(32));
            case 17 -> Operation.WrmsrMtrr.INSTANCE;
            case 18 -> new Operation.SplitLoad(endOfPage());
            case 19 -> new Operation.SplitStore(endOfPage(), word());
            case 20 -> new Operation.TaskSwitch((int) cr3());
            case 21 -> new Operation.LoadTaskRegister(pick(TssFormat.values()));
            case 3 -> new Operation.StoreTableEntry(frame(), random.nextInt(512), entry());
            case 4 -> new Operation.LoadTableEntry(frame(), random.nextInt(512));
            case 5 -> new Operation.MovToCr0(control());
            case 6 -> new Operation.MovToCr3(cr3());
            case 7 -> new Operation.MovToCr4(control());
            case 8 -> new Operation.WrmsrEfer(control());
            case 9 -> new Operation.ReadRegister(pick(Register.values()));
            case 10 -> new Operation.InvLpg(address());
            case 11 ->
                new Operation.InvPcid(
                        random.nextBoolean() ? random.nextInt(5) : word(), random.nextInt(3) * 0x800L, address());
            default -> new Operation.SetExecutionState(state());
        };
    }

    private Operation.Access access() {
        long address = address() & ~7;
        return switch (random.nextInt(5)) {
            case 0 -> new Operation.Load(address);
            case 1 -> new Operation.ImplicitLoad(address);
            case 2 -> new Operation.Store(address, word());
            case 3 -> new Operation.Exchange(address, word());
            default -> new Operation.Fetch(address);
        };
    }

    private int keyRights() {
        return random.nextBoolean() ? random.nextInt(16) : random.nextInt();
    }

    private ExecutionState state() {
        return new ExecutionState(random.nextInt(4), random.nextBoolean(), pick(CodeSegment.values()));
    }

    private long frame() {
        return FRAMES[random.nextInt(FRAMES.length)];
    }

    private long entry() {
        return random.nextBoolean() ? word() : frame() << 12 | random.nextInt(512) | (long) random.nextInt(2) << 63;
    }

    private long narrowEntry() {
        return (frame() << 12 | random.nextInt(512)) & 0xFFFF_FFFFL;
    }

    private long cr3() {
        return random.nextInt(4) == 0 ? word() : frame() << 12 | random.nextInt(4096) | (long) random.nextInt(2) << 63;
    }

    private long address() {
        return random.nextBoolean() ? word() : random.nextInt(4) * 0x1000L + random.nextInt(16);
    }

    private long endOfPage() {
        return (address() & ~0xFFF) | 0xFFC;
    }

    private long control() {
        return random.nextInt(4) == 0 ? word() : word() & 0xE00D_003F;
    }

    private long word() {
        return random.nextInt(4) == 0 ? random.nextInt(12) : random.nextLong();
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
