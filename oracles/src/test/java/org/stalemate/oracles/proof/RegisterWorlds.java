package org.stalemate.oracles.proof;

import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.EnumSet;
import java.util.List;
import org.stalemate.oracles.reference.TinyWorld;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TssFormat;

/** Worlds about what registers and entries hold that does not, or not by itself, decide about translations. */
final class RegisterWorlds {
    private static final long X = 0x2000;
    private static final long ROOT = 0x10;
    private static final long CR3 = ROOT << 12;

    private RegisterWorlds() {}

    private static TinyWorld tables() {
        return new TinyWorld()
                .word(ROOT, 0, entry(0x11, ALL))
                .word(0x11, 0, entry(0x12, ALL))
                .word(0x12, 0, entry(0x13, ALL | G))
                .word(0x13, 2, entry(0x200, ALL))
                .word(0x14, 2, entry(0x201, ALL));
    }

    private static Step read(Register register) {
        return step(new Operation.ReadRegister(register));
    }

    /** Operands that are refused or cut, and registers read back. */
    static World operands(Profile profile) {
        return World.of(
                "operands " + profile.vendor(),
                tables().profile(profile)
                        .features(EnumSet.allOf(Feature.class))
                        .processor(new Registers(CR0, 0, CR3, PAE | PKE, EFER, 1 << 4, 1 << 5, SUPERVISOR_32))
                        .start(),
                List.of(X),
                load(X),
                read(Register.CR0),
                read(Register.CR3),
                read(Register.CR4),
                read(Register.EFER),
                read(Register.PKRU),
                read(Register.PKRS),
                cr0(CR0 & ~(1L << 31)),
                cr0(CR0 & ~1L),
                cr0(CR0 | 1L << 29),
                cr0(CR0 | 1L << 30),
                cr0(CR0 | 1L << 40),
                cr0(CR0),
                step(new Operation.Lmsw(0xC)),
                cr3(CR3 | 1L << 36),
                cr3(CR3 | 5 | NO_FLUSH),
                cr3(CR3),
                cr4(PAE | PKE | PCIDE),
                cr4(PAE | PKE),
                cr4(PAE | PKE | 1L << 31),
                step(new Operation.InvPcid(4, 0, 0)),
                step(new Operation.InvPcid(1L << 32, 0, 0)),
                enter(ExecutionState.SUPERVISOR_64),
                enter(SUPERVISOR_32),
                pkru(3),
                pkrs(3),
                step(new Operation.TaskSwitch((int) CR3 | 8)),
                step(new Operation.LoadTaskRegister(TssFormat.BITS_16)),
                step(new Operation.LoadTaskRegister(TssFormat.BITS_32)),
                enter(new ExecutionState(3, false, CodeSegment.BITS_32)),
                new Step.Smi(0),
                new Step.Init(0),
                new Step.Reset(0));
    }

    /** Bits of entries that mean nothing, G above the leaf among them, under two PCIDs. */
    static World ignoredBits(Profile profile) {
        long ignored = 7L << 9 | 0x7FFL << 52;
        return World.of(
                "ignored bits " + profile.vendor(),
                tables().profile(profile)
                        .processor(CR3 | 5, CR4, ExecutionState.SUPERVISOR_64)
                        .start(),
                List.of(X),
                load(X),
                store(X, 0x10),
                write(0x13, 2, entry(0x200, ALL) | ignored),
                write(0x13, 2, entry(0x202, ALL)),
                write(0x12, 0, entry(0x13, ALL | G) | ignored),
                write(0x12, 0, entry(0x14, ALL)),
                read(Register.CR3),
                write(0x11, 0, entry(0x12, ALL | G) | ignored),
                write(ROOT, 0, entry(0x11, ALL) | ignored),
                write(ROOT, 0, ignored | W | U),
                cr3(CR3 | 5),
                cr3(CR3 | 6 | NO_FLUSH),
                cr3(CR3 | 6),
                cr3(CR3 | 5 | NO_FLUSH),
                invpcid(3, 0, 0),
                invlpg(X));
    }
}
