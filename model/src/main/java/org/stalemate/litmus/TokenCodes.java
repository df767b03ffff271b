package org.stalemate.litmus;

import java.util.List;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.TssFormat;
import org.stalemate.vocabulary.Vendor;

/** The numbers that stand for constants inside a {@link ScenarioToken}: positions in these lists, which may only grow. */
final class TokenCodes {
    static final List<Vendor> VENDORS = List.of(Vendor.INTEL, Vendor.AMD, Vendor.UNION);

    static final List<Feature> FEATURES = List.of(
            Feature.PCID,
            Feature.INVPCID,
            Feature.PAGE_1G,
            Feature.NX,
            Feature.SMEP,
            Feature.SMAP,
            Feature.LA57,
            Feature.PSE36,
            Feature.PKU,
            Feature.PKS);

    static final List<Register> REGISTERS = List.of(
            Register.CR0, Register.CR2, Register.CR3, Register.CR4, Register.EFER, Register.PKRU, Register.PKRS);

    static final List<CodeSegment> CODE_SEGMENTS =
            List.of(CodeSegment.BITS_64, CodeSegment.BITS_32, CodeSegment.BITS_16);

    static final List<StepKind> STEP_KINDS = List.of(
            StepKind.LOAD,
            StepKind.STORE,
            StepKind.FETCH,
            StepKind.STORE_TABLE_ENTRY,
            StepKind.LOAD_TABLE_ENTRY,
            StepKind.MOV_CR0,
            StepKind.MOV_CR3,
            StepKind.MOV_CR4,
            StepKind.WRMSR_EFER,
            StepKind.READ_REGISTER,
            StepKind.INVLPG,
            StepKind.INVPCID,
            StepKind.STATE,
            StepKind.INIT,
            StepKind.RESET,
            StepKind.INIT_AND_BRING_UP,
            StepKind.IMPLICIT_LOAD,
            StepKind.EXCHANGE,
            StepKind.EMULATED,
            StepKind.STORE_TABLE_HALF,
            StepKind.LMSW,
            StepKind.WRPKRU,
            StepKind.WRMSR_PKRS,
            StepKind.WRMSR_MTRR,
            StepKind.SPLIT_LOAD,
            StepKind.SPLIT_STORE,
            StepKind.TASK_SWITCH,
            StepKind.LTR,
            StepKind.SMI);

    static final List<TssFormat> TSS_FORMATS = List.of(TssFormat.BITS_16, TssFormat.BITS_32);

    /** A step's head is a number below {@code STEP_KINDS.size()} plus this times the logical processor. */
    static final int KINDS_PER_PROCESSOR = 32;

    /** Added to an execution state whose registers go on with PKRU and PKRS; without it both are 0. */
    static final int KEY_RIGHTS_FOLLOW = 32;

    /** An execution state's code segment is multiplied by this and has {@link #CODE_SEGMENTS} below four. */
    static final int SEGMENT_UNIT = 8;

    private TokenCodes() {}

    /** One for each operation and each external event. */
    enum StepKind {
        LOAD,
        STORE,
        FETCH,
        STORE_TABLE_ENTRY,
        LOAD_TABLE_ENTRY,
        MOV_CR0,
        MOV_CR3,
        MOV_CR4,
        WRMSR_EFER,
        READ_REGISTER,
        INVLPG,
        INVPCID,
        STATE,
        INIT,
        RESET,
        INIT_AND_BRING_UP,
        IMPLICIT_LOAD,
        EXCHANGE,
        /** The kind of the access within follows, then its operands. */
        EMULATED,
        STORE_TABLE_HALF,
        LMSW,
        WRPKRU,
        WRMSR_PKRS,
        WRMSR_MTRR,
        SPLIT_LOAD,
        SPLIT_STORE,
        TASK_SWITCH,
        LTR,
        SMI
    }
}
