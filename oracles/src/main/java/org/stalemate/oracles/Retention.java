package org.stalemate.oracles;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Sighting;
import org.stalemate.specification.paging.PageSize;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * Which permissions to retain something a stale outcome exhibits: those of every operation that was executed after the
 * translation was made and did not remove it.
 */
final class Retention {
    private static final int NEVER = -1;

    private static final Rule[] RULES = {
        Rule.TLB_MOVCR3_NOFLUSH,
        Rule.TLB_CR4_PCIDE_ON,
        Rule.TLB_CR4_OTHER,
        Rule.TLB_CR0_WP,
        Rule.TLB_NXE,
        Rule.TLB_WBINVD_NONE,
        Rule.S_DELAY,
        Rule.TLB_CR0_CDNW
    };

    /** Permissions that are about a change of control bits after which entries are read, or rights judged, otherwise. */
    private static final Set<Rule> CHANGES_OF_CONTROLS = EnumSet.of(Rule.TLB_CR4_OTHER, Rule.TLB_CR0_WP, Rule.TLB_NXE);

    /** By logical processor and rule the step that executed last what the rule is about. */
    private final int[][] last = new int[Platform.MAX_LOGICAL_PROCESSORS][RULES.length];

    private final int[] lastInvalidation = new int[Platform.MAX_LOGICAL_PROCESSORS];

    private final RootHistory roots = new RootHistory();

    void reset(Scenario scenario) {
        roots.reset(scenario);
        for (int[] ofProcessor : last) {
            Arrays.fill(ofProcessor, NEVER);
        }
        Arrays.fill(lastInvalidation, NEVER);
    }

    /**
     * Notes a step that was executed.
     *
     * @param now the registers as the step left them
     */
    void note(Step step, int number, Outcome outcome, long oldCr0, long oldCr4, long oldEfer, RegisterFile now) {
        roots.note(number, now);
        if (!(step instanceof Step.Instruction(int processor, Operation operation))
                || operation instanceof Operation.Access
                || operation instanceof Operation.SplitAccess
                || operation instanceof Operation.Emulated) {
            return;
        }
        int[] mine = last[processor];
        boolean done = outcome instanceof Outcome.Done;
        long cr4 = oldCr4 ^ now.cr4();
        switch (operation) {
            case Operation.MovToCr3(long value) -> noteIf(done && value < 0 && now.in64BitMode(), mine, 0, number);
            case Operation.MovToCr4 _ -> {
                noteIf((cr4 & now.cr4() & ControlBits.CR4_PCIDE) != 0, mine, 1, number);
                noteIf(
                        (cr4 & (ControlBits.CR4_SMAP | ControlBits.CR4_PKE | ControlBits.CR4_PKS)) != 0,
                        mine,
                        2,
                        number);
            }
            case Operation.MovToCr0 _ -> {
                long cr0 = oldCr0 ^ now.cr0();
                noteIf((cr0 & ControlBits.CR0_WP) != 0, mine, 3, number);
                noteIf((cr0 & (ControlBits.CR0_CD | ControlBits.CR0_NW)) != 0, mine, 7, number);
            }
            case Operation.WrmsrEfer _ -> noteIf(((oldEfer ^ now.efer()) & ControlBits.EFER_NXE) != 0, mine, 4, number);
            case Operation.SetExecutionState _, Operation.WrPkru _ -> noteIf(done, mine, 5, number);
            case Operation.StoreTableEntry _, Operation.StoreTableHalf _ -> {
                for (int[] ofProcessor : last) {
                    ofProcessor[6] = number;
                }
            }
            case Operation.InvLpg _, Operation.InvPcid _ -> noteIf(done, lastInvalidation, processor, number);
            case Operation.Access _,
                    Operation.SplitAccess _,
                    Operation.Emulated _,
                    Operation.LoadTableEntry _,
                    Operation.ReadRegister _,
                    Operation.Lmsw _,
                    Operation.TaskSwitch _,
                    Operation.LoadTaskRegister _,
                    Operation.WrmsrPkrs _,
                    Operation.WrmsrMtrr _ -> {}
        }
    }

    private static void noteIf(boolean condition, int[] lasts, int index, int number) {
        if (condition) {
            lasts[index] = number;
        }
    }

    /**
     * Counts what a stale outcome exhibits.
     *
     * @param permitted what was permitted, the fresh outcomes first
     * @param source the cached translation that gives the outcome, else the structure entry of the only level that does; null
     *     where entries of several levels do
     * @param sizeNow the size of the page that memory maps now, or {@link PageSize#NONE}
     */
    void exhibit(
            Step step,
            Outcome outcome,
            Permitted permitted,
            @Nullable Sighting source,
            int sizeNow,
            RuleCoverage coverage) {
        int processor = step.processor();
        boolean split = step instanceof Step.Instruction(var _, Operation.SplitAccess _);
        if (split) {
            coverage.addExhibited(Rule.PG_PF_SPLIT, 1);
        }
        boolean fault = outcome instanceof Outcome.PageFault;
        if (fault) {
            coverage.addExhibited(Rule.L_SPURIOUS, 1);
        } else if (permitted.outcome(0) instanceof Outcome.PageFault) {
            coverage.addExhibited(Rule.C_STALE_RIGHTS, 1);
        }
        if (source == null || !source.isTranslation()) {
            if (!(outcome instanceof Outcome.PageFault && split)) {
                coverage.addExhibited(Rule.C_PSC_USE, 1);
            }
            if (source != null) {
                exhibitStructureCache(source.level(), coverage);
            }
            return;
        }
        if (fault) {
            coverage.addExhibited(Rule.L_UPGRADE, 1);
        }
        if (source.pcid() == Sighting.GLOBAL) {
            coverage.addExhibited(Rule.C_GLOBAL_USE, 1);
        } else if (roots.isOfAnotherRoot(processor, source.madeAt())) {
            coverage.addExhibited(Rule.C_ROOT_NOT_TAG, 1);
        }
        if (sizeNow != PageSize.NONE && sizeNow != source.pageSize()) {
            coverage.addExhibited(Rule.C_SIZE_CHANGE, 1);
        }
        boolean underOtherControls = false;
        for (int i = 0; i < RULES.length; i++) {
            if (last[processor][i] > source.madeAt()) {
                coverage.addExhibited(RULES[i], 1);
                underOtherControls |= CHANGES_OF_CONTROLS.contains(RULES[i]);
            }
        }
        if (underOtherControls) {
            coverage.addExhibited(Rule.C_MODE_NOT_TAG, 1);
        }
        for (int other = 0; other < lastInvalidation.length; other++) {
            if (other != processor && lastInvalidation[other] > source.madeAt()) {
                coverage.addExhibited(Rule.MP_NOCOH, 1);
            }
        }
    }

    private static void exhibitStructureCache(int level, RuleCoverage coverage) {
        switch (level) {
            case 2 -> coverage.addExhibited(Rule.C_PSC_PDE, 1);
            case 3 -> coverage.addExhibited(Rule.C_PSC_PDPTE, 1);
            case 4 -> coverage.addExhibited(Rule.C_PSC_PML4E, 1);
            case 5 -> coverage.addExhibited(Rule.C_PSC_PML5E, 1);
            default -> throw new IllegalArgumentException("no structure cache holds entries of level " + level);
        }
    }
}
