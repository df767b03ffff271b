package org.stalemate.adapters;

import java.util.List;
import java.util.function.BiPredicate;
import org.stalemate.adapters.encoding.Avoidance;
import org.stalemate.adapters.encoding.Cr4Bits;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Step;

/**
 * What the emulators do wrong and do not survive, or their guest's agent does not. Campaigns go around it: a scenario ends before such
 * a step. Each is a known divergence by its ID; what is wrong, since when, and the scenarios that show it stand in those lists alone.
 */
final class Avoidances {
    private static final long PE = 1;
    private static final long PG = 1L << 31;
    private static final long PAE = 1L << 5;
    private static final long LA57 = 1L << 12;
    private static final long LME = 1L << 8;

    private static final List<Avoidance> OF_BOCHS = List.of(
            operation("BOCHS-PKRU-SUPERVISOR", Operation.WrPkru.class, (write, _) -> write.value() < 0),
            new Avoidance("BOCHS-RSM-PDPTES", Step.Smi.class, (_, situation) -> situation.badPdptes()));

    private static final List<Avoidance> OF_QEMU = List.of(
            operation(
                    "QEMU-CR0-PG",
                    Operation.MovToCr0.class,
                    (write, situation) -> situation.state().cpl() == 0
                            && (write.value() & (PG | PE)) != (PG | PE)
                            && ((write.value() & PG) != 0 || situation.state().codeSegment() == CodeSegment.BITS_64)),
            operation(
                    "QEMU-CR4-PAE",
                    Operation.MovToCr4.class,
                    (write, situation) ->
                            situation.state().cpl() == 0 && situation.longMode() && (write.value() & PAE) == 0),
            operation(
                    "QEMU-CR4-LA57",
                    Operation.MovToCr4.class,
                    (write, situation) -> situation.state().cpl() == 0
                            && situation.state().codeSegment() != CodeSegment.BITS_64
                            && ((write.value() & LA57) == 0 ? situation.fiveLevels() : situation.fourLevels())),
            operation(
                    "QEMU-CR4-RESERVED",
                    Operation.MovToCr4.class,
                    (write, situation) ->
                            situation.state().cpl() == 0 && (write.value() & ~Cr4Bits.of(situation.platform())) != 0),
            operation(
                    "QEMU-CR3-RESERVED",
                    Operation.MovToCr3.class,
                    (write, situation) -> situation.state().cpl() == 0
                            && situation.state().codeSegment() == CodeSegment.BITS_64
                            && write.value() >>> situation.platform().maxPhyAddr() != 0),
            operation(
                    "QEMU-CR3-32",
                    Operation.MovToCr3.class,
                    (write, situation) -> situation.state().cpl() == 0
                            && situation.longMode()
                            && situation.state().codeSegment() != CodeSegment.BITS_64
                            && write.value() >>> 32 != 0),
            operation(
                    "QEMU-EFER-LME",
                    Operation.WrmsrEfer.class,
                    (write, situation) -> situation.state().cpl() == 0
                            && ((write.value() & LME) == 0 ? situation.longMode() : situation.legacyPaging())));

    private Avoidances() {}

    private static <O extends Operation> Avoidance operation(
            String id, Class<O> kind, BiPredicate<O, Avoidance.Situation> trigger) {
        return new Avoidance(
                id,
                kind,
                (step, situation) -> trigger.test(kind.cast(((Step.Instruction) step).operation()), situation));
    }

    /** {@return what is avoided on an emulator} */
    static List<Avoidance> of(Emulator emulator) {
        return switch (emulator) {
            case BOCHS -> OF_BOCHS;
            case QEMU -> OF_QEMU;
        };
    }
}
