package org.stalemate.oracles.proof;

import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.oracles.reference.TinyWorld;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Step;

/** The worlds in which the model is compared with the reference machines. */
final class Worlds {
    static final long X = 0x1000;
    static final long Y = 0x2000;
    static final long Z = 0x10_0000;

    static final long ROOT = 0x10;
    static final long OTHER_ROOT = 0x20;
    static final long PDPT = 0x11;
    static final long PD = 0x12;
    static final long PT = 0x13;
    static final long OTHER_PT = 0x14;
    static final long OTHER_PDPT = 0x21;
    static final long OLD = 0x200;
    static final long NEW = 0x201;
    static final long THIRD = 0x202;
    static final long LARGE = 0x400;

    static final long ROOT_5 = ROOT << 12 | 5;
    static final long ROOT_6 = ROOT << 12 | 6;
    static final long OTHER_ROOT_5 = OTHER_ROOT << 12 | 5;
    static final long OTHER_ROOT_6 = OTHER_ROOT << 12 | 6;

    private Worlds() {}

    private static TinyWorld tables(long flags) {
        return new TinyWorld()
                .word(ROOT, 0, entry(PDPT, flags))
                .word(PDPT, 0, entry(PD, flags))
                .word(PD, 0, entry(PT, flags))
                .word(PT, 1, entry(OLD, flags))
                .word(PT, 2, entry(THIRD, flags))
                .word(OTHER_PT, 1, entry(NEW, flags))
                .word(OTHER_PT, 2, entry(OLD, flags))
                .word(OTHER_ROOT, 0, entry(OTHER_PDPT, flags))
                .word(OTHER_PDPT, 0, entry(0x22, flags))
                .word(0x22, 0, entry(OTHER_PT, flags));
    }

    /** Two pages, two roots, two PCIDs; entries at all levels are edited and invalidated. */
    static World tags(Profile profile) {
        return World.of(
                "tags " + profile.vendor(),
                tables(ALL).profile(profile).processor(ROOT_5).start(),
                List.of(X, Y),
                load(X),
                store(X, 0x10),
                load(Y),
                write(PT, 1, entry(NEW, ALL)),
                write(PT, 1, entry(OLD, P | A | D)),
                write(PT, 1, 0),
                write(PT, 1, entry(NEW, ALL | G)),
                write(PD, 0, entry(OTHER_PT, ALL)),
                write(PD, 0, entry(PT, P | A)),
                write(ROOT, 0, entry(OTHER_PDPT, ALL)),
                invlpg(X),
                invlpg(Y),
                invpcid(0, 5, X),
                invpcid(0, 6, X),
                invpcid(1, 5, 0),
                invpcid(2, 0, 0),
                invpcid(3, 0, 0),
                cr3(ROOT_5),
                cr3(ROOT_5 | NO_FLUSH),
                cr3(OTHER_ROOT_6),
                cr3(OTHER_ROOT_6 | NO_FLUSH),
                cr3(ROOT_6 | NO_FLUSH),
                cr3(OTHER_ROOT_5 | NO_FLUSH),
                cr4(PAE | PCIDE),
                cr4(CR4),
                new Step.InitAndBringUp(0, OTHER_ROOT, 6));
    }

    /** A page that is mapped small and large, by user and supervisor, with every right taken away and given back. */
    static World rights(Profile profile) {
        return World.of(
                "rights " + profile.vendor() + (profile.strict() ? " strict" : ""),
                tables(ALL)
                        .word(PT, 256, entry(THIRD, ALL | XD))
                        .profile(profile)
                        .processor(ROOT_5, CR4 | SMEP, ExecutionState.USER_64)
                        .start(),
                List.of(X, Z),
                load(X),
                store(X, 0x10),
                fetch(X),
                load(Z),
                fetch(Z),
                write(PD, 0, entry(LARGE, ALL | PS)),
                write(PD, 0, entry(LARGE, P | U | A | D | PS | G)),
                write(PD, 0, entry(LARGE, ALL | PS | 1 << 13)),
                write(PD, 0, entry(PT, ALL)),
                write(PD, 0, entry(PT, P | W | A)),
                write(PD, 0, 0),
                write(PT, 1, entry(OLD, ALL | XD)),
                write(PT, 1, entry(OLD, P | U | A | G)),
                write(ROOT, 0, entry(PDPT, ALL | G)),
                step(new Operation.SetExecutionState(ExecutionState.USER_64)),
                step(new Operation.SetExecutionState(ExecutionState.SUPERVISOR_64)),
                step(new Operation.SetExecutionState(new ExecutionState(0, true, CodeSegment.BITS_64))),
                cr4(CR4 | SMEP | SMAP),
                cr4(CR4),
                step(new Operation.MovToCr0(CR0 & ~0x1_0000L)),
                step(new Operation.WrmsrEfer(EFER & ~0x800L)),
                step(new Operation.WrmsrEfer(EFER)),
                step(new Operation.WrmsrEfer(EFER & ~0x400L)),
                invlpg(X),
                invpcid(0, 5, Z),
                cr3(ROOT_5));
    }

    /** Two logical processors that share tables. */
    static World twoProcessors() {
        List<Step> alphabet = new ArrayList<>(List.of(
                write(PT, 1, entry(NEW, ALL)),
                write(PT, 1, entry(OLD, P | A | G)),
                write(PD, 0, entry(OTHER_PT, ALL)),
                write(PT, 1, 0)));
        for (int processor = 0; processor < 2; processor++) {
            for (Operation operation : List.of(
                    new Operation.Load(X),
                    new Operation.Store(X, 0x10),
                    new Operation.InvLpg(X),
                    new Operation.InvPcid(0, 5, X),
                    new Operation.InvPcid(3, 0, 0),
                    new Operation.MovToCr3(ROOT_5),
                    new Operation.MovToCr3(OTHER_ROOT_6 | NO_FLUSH))) {
                alphabet.add(new Step.Instruction(processor, operation));
            }
            alphabet.add(new Step.InitAndBringUp(processor, ROOT, 5));
        }
        return new World(
                "two logical processors",
                tables(ALL).processor(ROOT_5).processor(ROOT_5).start(),
                List.of(X),
                List.copyOf(alphabet));
    }

    /** Two pages that part at the PDPTE and two that part at the PDE, so that paths and whole contexts differ. */
    static World paths() {
        long far = 0x20_1000;
        long farther = 0x4000_1000L;
        return World.of(
                "paths",
                tables(ALL)
                        .word(PD, 1, entry(PT, ALL))
                        .word(PDPT, 1, entry(PD, ALL))
                        .processor(ROOT_5)
                        .start(),
                List.of(X, far, farther),
                load(X),
                load(far),
                load(farther),
                write(PT, 1, entry(NEW, ALL)),
                write(PT, 1, entry(OLD, ALL)),
                write(PD, 0, entry(OTHER_PT, ALL)),
                write(PD, 1, entry(OTHER_PT, ALL)),
                write(PD, 1, 0),
                write(PDPT, 1, entry(0x22, ALL)),
                write(OTHER_PT, 1, 0),
                invlpg(X),
                invlpg(far),
                invpcid(0, 5, X),
                invpcid(0, 5, far),
                cr3(ROOT_5),
                cr3(OTHER_ROOT_5 | NO_FLUSH));
    }

    /** Pages of three sizes, whole and split, global and not, each size replaced by each other. */
    static World sizes() {
        long huge = 0x8_0000;
        return World.of(
                "sizes",
                tables(ALL)
                        .word(PD, 0, entry(LARGE, ALL | PS | G))
                        .word(PT, 256, entry(THIRD, ALL))
                        .processor(ROOT_5)
                        .start(),
                List.of(X, Z),
                load(X),
                store(X, 0x10),
                load(Z),
                store(Z, 0x20),
                write(PDPT, 0, entry(huge, ALL | PS)),
                write(PDPT, 0, entry(huge, P | A | D | PS | G)),
                write(PDPT, 0, entry(PD, ALL)),
                write(PDPT, 0, 0),
                write(PD, 0, entry(LARGE, ALL | PS)),
                write(PD, 0, entry(LARGE, P | A | D | PS)),
                write(PD, 0, entry(LARGE | 0x200, P | A | D | PS | G)),
                write(PD, 0, entry(PT, ALL)),
                write(PD, 0, 0),
                write(ROOT, 0, entry(OTHER_PDPT, ALL)),
                invlpg(X),
                invlpg(Z),
                invpcid(0, 5, X),
                invpcid(0, 6, Z),
                invpcid(1, 6, 0),
                cr3(ROOT_5),
                cr3(ROOT_6 | NO_FLUSH),
                cr3(OTHER_ROOT_5 | NO_FLUSH));
    }

    /** One page under two roots that share the leaf table; accessed and dirty flags start clear and are read back. */
    static World flags() {
        long clean = P | W | U;
        return World.of(
                "flags",
                tables(clean).word(0x22, 0, entry(PT, clean)).processor(ROOT_5).start(),
                List.of(X),
                load(X),
                store(X, 0x10),
                read(PT, 1),
                read(PD, 0),
                read(ROOT, 0),
                write(PT, 1, entry(NEW, clean)),
                write(PT, 1, entry(OLD, clean | A)),
                write(PT, 1, entry(OLD, P)),
                write(PT, 1, entry(OLD, clean | G)),
                write(PD, 0, entry(OTHER_PT, clean)),
                write(PD, 0, entry(PT, clean)),
                invlpg(X),
                invpcid(0, 5, X),
                cr3(ROOT_5),
                cr3(OTHER_ROOT_6 | NO_FLUSH),
                cr3(ROOT_5 | NO_FLUSH));
    }

    /** Two pages that share upper entries, under two roots that share the leaf table. */
    static World flagsUnderTwoRoots() {
        long clean = P | W | U;
        return World.of(
                "flags under two roots",
                tables(clean).word(0x22, 0, entry(PT, clean)).processor(ROOT_5).start(),
                List.of(X, Y),
                load(X),
                load(Y),
                store(X, 0x10),
                store(Y, 0x20),
                read(PT, 1),
                read(PT, 2),
                read(PD, 0),
                read(0x22, 0),
                write(PT, 1, entry(NEW, clean)),
                write(PD, 0, entry(PT, clean)),
                write(PD, 0, entry(OTHER_PT, P | U)),
                write(PDPT, 0, entry(PD, clean | A)),
                invlpg(X),
                cr3(ROOT_5),
                cr3(OTHER_ROOT_6 | NO_FLUSH),
                cr3(OTHER_ROOT_5 | NO_FLUSH));
    }

    /** Two logical processors that mark the same words. */
    static World sharedFlags() {
        long clean = P | W | U;
        List<Step> alphabet = new ArrayList<>(List.of(
                read(PT, 1),
                read(PD, 0),
                write(PT, 1, entry(NEW, clean)),
                write(PT, 1, entry(OLD, clean | A)),
                write(PD, 0, entry(PT, clean)),
                write(PD, 0, entry(OTHER_PT, clean))));
        for (int processor = 0; processor < 2; processor++) {
            for (Operation operation : List.of(
                    new Operation.Load(X),
                    new Operation.Store(X, 0x10),
                    new Operation.InvLpg(X),
                    new Operation.MovToCr3(ROOT_5))) {
                alphabet.add(new Step.Instruction(processor, operation));
            }
        }
        return new World(
                "flags of two logical processors",
                tables(clean).processor(ROOT_5).processor(ROOT_6).start(),
                List.of(X),
                List.copyOf(alphabet));
    }

    /** Two pages, one of which maps its own leaf table, so that accesses reach the words that they are translated by. */
    static World selfMap() {
        long clean = P | W | U;
        return World.of(
                "self-map",
                tables(clean).word(PT, 2, entry(PT, clean)).processor(ROOT_5).start(),
                List.of(X, Y),
                load(X),
                store(X, 0x10),
                load(Y + 8),
                load(Y + 16),
                store(Y + 8, entry(NEW, clean)),
                store(Y + 16, entry(THIRD, clean)),
                store(Y + 16, entry(PT, clean)),
                read(PT, 1),
                read(PT, 2),
                invlpg(X),
                invlpg(Y),
                cr3(ROOT_5));
    }
}
