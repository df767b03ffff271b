package org.stalemate.adapters;

import java.util.List;
import org.stalemate.adapters.encoding.Avoidance;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * Something that an emulator does wrong and does not survive, or that its guest agent does not survive. Campaigns go around it: a
 * scenario ends before such a step.
 *
 * @param id its name, as reports show it
 * @param emulator whose it is
 * @param seenIn the versions in which it was seen
 * @param description what the manuals say, with the section, and what happens instead
 * @param trigger which operations do it
 * @param shortest the fewest steps known that show it, all of processor 0, which starts as {@link #scenario} says
 */
public record KnownDivergence(
        String id,
        Emulator emulator,
        String seenIn,
        String description,
        Avoidance.Trigger trigger,
        List<Operation> shortest) {
    private static final long PE = 1;
    private static final long WP = 1L << 16;
    private static final long PG = 1L << 31;
    private static final long PAE = 1L << 5;
    private static final long CR0 = PG | WP | 0x31;
    private static final long CR3_ROOT = SelfTest.ROOT << 12;

    public KnownDivergence {
        shortest = List.copyOf(shortest);
    }

    /** {@return what is known of an emulator} */
    public static List<KnownDivergence> of(Emulator emulator) {
        return ALL.stream().filter(known -> known.emulator == emulator).toList();
    }

    /** {@return the shortest scenario on a processor with such features: 64-bit supervisor code under 4-level paging, no PCIDs} */
    public Scenario scenario(Platform platform) {
        Scenario base = SelfTest.scenario(platform);
        List<Step> steps = shortest.stream()
                .<Step>map(operation -> new Step.Instruction(0, operation))
                .toList();
        return new Scenario(base.start(), steps);
    }

    /** {@return what a target is told} */
    Avoidance avoidance() {
        return new Avoidance("known divergence " + id, trigger);
    }

    private static final List<KnownDivergence> ALL = List.of(
            new KnownDivergence(
                    "QEMU-CR0-PG",
                    Emulator.QEMU,
                    "7.2",
                    "MOV to CR0 that clears PG or PE in 64-bit mode is #GP(0) (SDM 2.5, MOV to control registers);"
                            + " QEMU executes it",
                    (operation, state, _, _) -> operation instanceof Operation.MovToCr0(var value)
                            && state.cpl() == 0
                            && (value & (PG | PE)) != (PG | PE)
                            && ((value & PG) != 0 || state.codeSegment() == CodeSegment.BITS_64),
                    List.of(new Operation.MovToCr0(CR0 & ~PG))),
            new KnownDivergence(
                    "QEMU-CR4-PAE",
                    Emulator.QEMU,
                    "7.2",
                    "MOV to CR4 that clears PAE in IA-32e mode is #GP(0) (SDM 2.5, 4.1.2); QEMU executes it and walks"
                            + " other tables",
                    (operation, state, longMode, _) -> operation instanceof Operation.MovToCr4(var value)
                            && state.cpl() == 0
                            && longMode
                            && (value & PAE) == 0,
                    List.of(new Operation.MovToCr4(0))),
            new KnownDivergence(
                    "QEMU-CR4-RESERVED",
                    Emulator.QEMU,
                    "7.2",
                    "MOV to CR4 that sets a reserved bit is #GP(0) (SDM 2.5); QEMU leaves the virtual machine of a"
                            + " hypervisor that does not exist",
                    (operation, state, _, platform) -> operation instanceof Operation.MovToCr4(var value)
                            && state.cpl() == 0
                            && (value & ~ControlBits.cr4(platform)) != 0,
                    List.of(new Operation.MovToCr4(1L << 40 | PAE))),
            new KnownDivergence(
                    "QEMU-CR3-RESERVED",
                    Emulator.QEMU,
                    "7.2",
                    "MOV to CR3 that sets a bit from MAXPHYADDR to 62, or bit 63 without PCIDs, is #GP(0) (SDM 4.5,"
                            + " 4.10.4.1); QEMU takes it, or dies",
                    (operation, state, _, platform) -> operation instanceof Operation.MovToCr3(var value)
                            && state.cpl() == 0
                            && state.codeSegment() == CodeSegment.BITS_64
                            && value >>> platform.maxPhyAddr() != 0,
                    List.of(new Operation.MovToCr3(1L << 62 | CR3_ROOT))),
            new KnownDivergence(
                    "BOCHS-PKRU-SUPERVISOR",
                    Emulator.BOCHS,
                    "2.7",
                    "PKRU governs user pages alone (SDM 4.6.2); Bochs applies its write-disable bits to supervisor"
                            + " pages, too, and so, with that of key 15, to the agent's",
                    (operation, _, _, _) -> operation instanceof Operation.WrPkru(var value) && value < 0,
                    List.of(new Operation.MovToCr4(PAE | 1L << 22), new Operation.WrPkru(1 << 31))));

    /** Which bits of control registers exist. */
    private static final class ControlBits {
        private ControlBits() {}

        static long cr4(Platform platform) {
            long bits = 0x7FF;
            for (Feature feature : platform.features()) {
                bits |= switch (feature) {
                    case LA57 -> 1L << 12;
                    case PCID -> 1L << 17;
                    case SMEP -> 1L << 20;
                    case SMAP -> 1L << 21;
                    case PKU -> 1L << 22;
                    case PKS -> 1L << 24;
                    case INVPCID, PAGE_1G, NX, PSE36 -> 0;
                };
            }
            return bits;
        }
    }
}
