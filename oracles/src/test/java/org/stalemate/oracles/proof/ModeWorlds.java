package org.stalemate.oracles.proof;

import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.stalemate.oracles.reference.TinyWorld;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TssFormat;

/**
 * The worlds of the other paging modes. One root serves all of them: its first word is the root entry of 32-bit, 4-level and 5-level
 * paging, its fifth the first PDPTE of PAE paging.
 */
final class ModeWorlds {
    static final long X = 0x2000;
    static final long Z = 0x10_0000;

    /** In the next page directory of PAE paging. */
    static final long FAR = 0x4000_2000L;

    /** In the next table below a PML5E. */
    static final long WIDE = 1L << 48 | X;

    /**
     * Addresses that the first PDPTE of PAE paging translates where other modes take it for a root entry: their walks may set its bit 5,
     * which makes it malformed.
     */
    private static final List<Long> THROUGH_PDPTE = List.of(8L << 22, 4L << 39, 4L << 48);

    static final long ROOT = 0x10;
    static final long OTHER_PD = 0x1A;
    static final long OTHER_PT = 0x1B;
    static final long OLD = 0x200;
    static final long NEW = 0x201;
    static final long THIRD = 0x202;
    static final long LARGE = 0x400;

    static final long CR3 = ROOT << 12 | 0x20;
    static final long PG_OFF = CR0 & ~(1L << 31);
    static final long CD = 1L << 30;

    private static final Step READ_CR4 = step(new Operation.ReadRegister(Register.CR4));

    private ModeWorlds() {}

    /** Under all modes X leads to OLD: by 0x11 in 32-bit paging, by 0x12, 0x13 and 0x14 in the longer walks. */
    static TinyWorld tables(long flags) {
        return new TinyWorld()
                .word(ROOT, 0, entry(0x11, flags))
                .word(ROOT, 4, entry(0x12, P))
                .word(0x11, 0, entry(0x12, flags))
                .word(0x11, 1, entry(OLD, flags))
                .word(0x12, 0, entry(0x13, flags))
                .word(0x13, 0, entry(0x14, flags))
                .word(0x13, 2, entry(OLD, flags))
                .word(0x14, 2, entry(OLD, flags))
                .word(OTHER_PD, 0, entry(OTHER_PT, flags))
                .word(OTHER_PT, 1, entry(NEW, flags))
                .word(OTHER_PT, 2, entry(NEW, flags));
    }

    private static Step taskSwitch(long cr3) {
        return step(new Operation.TaskSwitch((int) cr3));
    }

    private static String named(String name, Profile profile) {
        return name + " " + profile.vendor() + (profile.strict() ? " strict" : "");
    }

    /** Pages of 4 KB and 4 MB under 32-bit paging, entries in both halves of words, PSE on and off. */
    static World bits32(Profile profile) {
        return World.of(
                named("32-bit paging", profile),
                tables(ALL)
                        .halves(0x11, 128, entry(THIRD, P | W | A), 0)
                        .halves(0x11, 1, entry(OLD, ALL), entry(THIRD, ALL))
                        .profile(profile)
                        .legacyProcessor(CR3, PSE | PGE, NXE)
                        .start(),
                List.of(X, X + 0x1000, Z),
                load(X),
                store(X, 0x10),
                exchange(X, 0x18),
                load(X + 0x1000),
                fetch(Z),
                load(Z),
                write(0x11, 1, entry(NEW, ALL) | entry(THIRD, ALL) << 32),
                writeHalf(0x11, 3, entry(NEW, P | A | D)),
                writeHalf(0x11, 2, entry(NEW, ALL | G)),
                writeHalf(0x11, 2, 0),
                writeHalf(0x11, 256, entry(OLD, ALL)),
                writeHalf(ROOT, 0, entry(LARGE, ALL | PS)),
                writeHalf(ROOT, 0, entry(LARGE, P | A | D | PS | G) | 1 << 13),
                writeHalf(ROOT, 0, entry(LARGE, ALL | PS) | 1 << 17),
                writeHalf(ROOT, 0, entry(LARGE, ALL | PS) | 1 << 21),
                writeHalf(ROOT, 0, entry(OTHER_PT, ALL)),
                writeHalf(ROOT, 0, entry(0x11, P | W | A)),
                writeHalf(ROOT, 0, 0),
                invlpg(X),
                step(new Operation.InvPcid(0, 0, Z)),
                cr3(CR3),
                taskSwitch(CR3),
                taskSwitch(CR3 & ~0x20L),
                new Step.Smi(0),
                cr4(PGE),
                cr4(PSE | PGE),
                enter(new ExecutionState(3, false, CodeSegment.BITS_32)),
                enter(SUPERVISOR_32),
                cr0(CR0 & ~0x1_0000L));
    }

    /** PDPTEs and what lies below them under PAE paging: loaded, not loaded, malformed, read when needed. */
    static World pdptes(Profile profile) {
        return World.of(
                named("PDPTEs", profile),
                tables(ALL)
                        .word(ROOT, 5, entry(0x12, P))
                        .profile(profile)
                        .legacyProcessor(CR3, PAE | PGE, NXE)
                        .start(),
                List.of(X, FAR),
                load(X),
                load(FAR),
                store(FAR, 0x10),
                write(ROOT, 4, entry(OTHER_PD, P)),
                write(ROOT, 4, entry(OTHER_PD, P | W)),
                write(ROOT, 4, W),
                write(ROOT, 5, 0),
                write(ROOT, 5, entry(OTHER_PD, P)),
                writeHalf(ROOT, 9, 0x8000_0000L),
                write(0x12, 0, entry(OTHER_PT, ALL)),
                write(0x13, 2, entry(THIRD, ALL | G)),
                invlpg(X),
                step(new Operation.InvPcid(0, 0, FAR)),
                step(new Operation.InvPcid(2, 0, 0)),
                cr3(CR3),
                cr3(CR3 & ~0x20L),
                taskSwitch(CR3),
                taskSwitch(CR3 | 8),
                taskSwitch(CR3 & ~0x20L),
                new Step.Smi(0),
                cr4(PAE | PGE | SMEP),
                cr4(PAE | PGE | 1),
                cr4(PAE | PGE),
                cr4(PAE),
                READ_CR4,
                cr0(CR0 | CD),
                cr0(CR0),
                cr0(CR0 & ~0x1_0000L),
                step(new Operation.Lmsw(0xB)));
    }

    /** Rights, sizes, XD and torn entries under PAE paging. */
    static World pae(Profile profile) {
        return World.of(
                named("PAE paging", profile),
                tables(ALL)
                        .word(0x13, 256, entry(THIRD, ALL | XD))
                        .profile(profile)
                        .legacyProcessor(CR3, PAE | PGE | SMEP, NXE)
                        .start(),
                List.of(X, Z),
                load(X),
                exchange(X, 0x10),
                fetch(X),
                load(Z),
                fetch(Z),
                write(0x12, 0, entry(LARGE, ALL | PS)),
                write(0x12, 0, entry(LARGE, P | A | D | PS | G)),
                write(0x12, 0, entry(LARGE, ALL | PS) | 1 << 13),
                write(0x12, 0, entry(0x13, ALL | XD)),
                write(0x12, 0, entry(0x13, P | W | A)),
                writeHalf(0x13, 5, 1),
                writeHalf(0x13, 5, 0x800_0000),
                writeHalf(0x13, 4, entry(NEW, P | A | G)),
                writeHalf(0x13, 4, 0),
                write(0x12, 0, 0),
                enter(new ExecutionState(3, false, CodeSegment.BITS_32)),
                enter(SUPERVISOR_32),
                cr4(PAE | PGE | SMEP | SMAP),
                cr4(PAE | PGE | PSE),
                efer(0),
                efer(NXE),
                invlpg(X),
                taskSwitch(CR3),
                taskSwitch(CR3 | 8),
                new Step.Smi(0),
                cr3(CR3));
    }

    /** The ways between paging off, 32-bit and PAE paging. */
    static World legacySwitches(Profile profile) {
        return World.of(
                named("32-bit and PAE paging", profile),
                tables(ALL)
                        .word(0x11, 128, entry(THIRD, ALL))
                        .word(0x13, 256, entry(NEW, ALL | G | XD))
                        .profile(profile)
                        .legacyProcessor(CR3, PGE | PSE, NXE)
                        .start(),
                List.of(X, Z, THROUGH_PDPTE.getFirst()),
                load(X),
                store(X, 0x10),
                fetch(Z),
                load(Z),
                writeHalf(0x11, 2, entry(THIRD, ALL | G)),
                write(0x13, 2, entry(NEW, ALL)),
                write(0x13, 2, entry(NEW, P | A | G)),
                writeHalf(ROOT, 0, entry(LARGE, ALL | PS | G)),
                write(0x12, 0, entry(LARGE, ALL | PS | G)),
                write(ROOT, 4, entry(0x12, P | U)),
                write(ROOT, 4, entry(OTHER_PD, P)),
                cr4(PGE | PSE),
                cr4(PGE | PSE | PAE),
                cr4(PGE | PAE),
                cr4(PGE),
                cr4(PAE),
                cr0(PG_OFF),
                cr0(CR0),
                efer(EFER),
                invlpg(X),
                step(new Operation.InvPcid(1, 0, 0)),
                cr3(CR3),
                taskSwitch(CR3),
                taskSwitch(CR3 | 8),
                new Step.Smi(0),
                step(Operation.WrmsrMtrr.INSTANCE));
    }

    /** The ways between all modes, from compatibility mode. */
    static World switches(Profile profile) {
        return World.of(
                named("all modes", profile),
                tables(ALL)
                        .profile(profile)
                        .processor(CR3, PAE | PGE, SUPERVISOR_32)
                        .start(),
                List.of(X, THROUGH_PDPTE.get(0), THROUGH_PDPTE.get(1), THROUGH_PDPTE.get(2)),
                load(X),
                store(X, 0x10),
                write(0x13, 2, entry(NEW, ALL)),
                write(0x14, 2, entry(NEW, ALL | G)),
                write(0x11, 1, entry(THIRD, ALL)),
                write(ROOT, 0, entry(0x11, P | W | U | A | D | G)),
                cr0(PG_OFF),
                cr0(CR0),
                cr4(PAE | PGE),
                cr4(PAE | PGE | LA57),
                cr4(PGE),
                cr4(PAE | PGE | PCIDE),
                efer(EFER & ~0x400L),
                efer(NXE),
                efer(0),
                enter(ExecutionState.SUPERVISOR_64),
                enter(SUPERVISOR_32),
                step(new Operation.Lmsw(0)),
                invlpg(X),
                cr3(CR3 | 1L << 31),
                cr3(CR3),
                taskSwitch(CR3),
                step(new Operation.LoadTaskRegister(TssFormat.BITS_16)),
                step(new Operation.LoadTaskRegister(TssFormat.BITS_32)),
                new Step.Smi(0),
                new Step.InitAndBringUp(0, ROOT, 0));
    }

    /** Two pages below two PML5Es. */
    static World fiveLevels(Profile profile) {
        return World.of(
                named("5-level paging", profile),
                tables(ALL)
                        .word(ROOT, 1, entry(0x11, ALL))
                        .profile(profile)
                        .processor(CR3 & ~0x20L, PAE | PGE | LA57, ExecutionState.SUPERVISOR_64)
                        .start(),
                List.of(X, WIDE),
                load(X),
                load(WIDE),
                exchange(WIDE, 0x10),
                load(1L << 56 | X),
                write(ROOT, 1, entry(OTHER_PD, ALL)),
                write(ROOT, 0, entry(0x11, ALL | G)),
                write(ROOT, 0, entry(0x11, ALL | PS)),
                write(ROOT, 1, 0),
                write(OTHER_PD, 0, entry(0x12, P | W | A)),
                write(0x11, 0, entry(0x12, ALL | G)),
                write(0x13, 0, entry(LARGE, ALL | PS)),
                write(0x14, 2, entry(NEW, ALL | G)),
                invlpg(X),
                invpcid(0, 0, WIDE),
                invpcid(0, 0, 1L << 56 | X),
                cr3(ROOT << 12),
                cr4(PAE | LA57),
                cr4(PAE | PGE),
                enter(SUPERVISOR_32),
                enter(ExecutionState.SUPERVISOR_64));
    }

    private static long key(long key) {
        return key << 59;
    }

    /** A user page and a supervisor page with keys, key controls on and off, accesses of every kind. */
    static World keys(Profile profile) {
        return World.of(
                named("keys", profile),
                tables(ALL)
                        .word(0x13, 0, entry(0x14, ALL))
                        .word(0x13, 2, entry(OLD, ALL) | key(1))
                        .profile(profile)
                        .features(EnumSet.allOf(Feature.class))
                        .processor(CR3 & ~0x20L, PAE | PGE | PKE, ExecutionState.USER_64)
                        .start(),
                List.of(X),
                load(X),
                store(X, 0x10),
                fetch(X),
                implicit(X),
                step(new Operation.Emulated(new Operation.Exchange(X, 0x18))),
                write(0x13, 2, entry(OLD, ALL) | key(2)),
                write(0x13, 2, entry(NEW, ALL)),
                write(0x13, 2, entry(OLD, P | W | A | D | G) | key(1)),
                write(0x13, 2, entry(OLD, P | U | A | G) | key(1)),
                pkru(1 << 2),
                pkru(1 << 3 | 1),
                pkru(0),
                pkrs(1 << 2),
                pkrs(1 << 3),
                step(new Operation.ReadRegister(Register.PKRU)),
                enter(ExecutionState.USER_64),
                enter(ExecutionState.SUPERVISOR_64),
                enter(new ExecutionState(0, true, CodeSegment.BITS_64)),
                cr4(PAE | PGE | PKE | PKS),
                cr4(PAE | PGE | PKS | SMAP),
                cr4(PAE | PGE),
                cr0(CR0 & ~0x1_0000L),
                invlpg(X));
    }

    /** Two logical processors that share a page-directory-pointer table, each with registers of its own. */
    static World twoProcessors(Profile profile) {
        List<Step> alphabet = new ArrayList<>(List.of(
                write(ROOT, 4, entry(OTHER_PD, P)),
                write(0x13, 2, entry(NEW, ALL)),
                writeHalf(0x13, 4, entry(THIRD, P | A | G)),
                write(0x12, 0, entry(OTHER_PT, ALL)),
                write(0x13, 2, 0)));
        for (int processor = 0; processor < 2; processor++) {
            for (Operation operation : List.of(
                    new Operation.Load(X),
                    new Operation.Exchange(X, 0x10),
                    new Operation.InvLpg(X),
                    new Operation.InvPcid(2, 0, 0),
                    new Operation.MovToCr3(CR3),
                    new Operation.TaskSwitch((int) CR3 | 8),
                    new Operation.MovToCr4(PGE),
                    new Operation.MovToCr4(PAE | PGE))) {
                alphabet.add(new Step.Instruction(processor, operation));
            }
            alphabet.add(new Step.Smi(processor));
        }
        return new World(
                named("two logical processors under PAE paging", profile),
                tables(ALL)
                        .profile(profile)
                        .legacyProcessor(CR3, PAE | PGE, 0)
                        .legacyProcessor(CR3, PAE | PGE, 0)
                        .start(),
                List.of(X, THROUGH_PDPTE.getFirst()),
                List.copyOf(alphabet));
    }
}
