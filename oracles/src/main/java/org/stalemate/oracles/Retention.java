package org.stalemate.oracles;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Sighting;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Rule;
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
        Rule.S_DELAY
    };

    private final int[] last = new int[RULES.length];
    private final int[] lastInvalidation = new int[Platform.MAX_LOGICAL_PROCESSORS];

    void reset() {
        Arrays.fill(last, NEVER);
        Arrays.fill(lastInvalidation, NEVER);
    }

    /** Notes a step that was executed; CR4 as it was before. */
    void note(Step step, int number, Outcome outcome, long oldCr4) {
        if (!(step instanceof Step.Instruction(var _, Operation operation)) || operation instanceof Operation.Access) {
            return;
        }
        switch (operation) {
            case Operation.MovToCr3(long value) -> noteIf(value < 0 && outcome instanceof Outcome.Done, 0, number);
            case Operation.MovToCr4(long value) -> {
                long changed = outcome instanceof Outcome.Done ? value ^ oldCr4 : 0;
                noteIf((changed & value & ControlBits.CR4_PCIDE) != 0, 1, number);
                noteIf((changed & (ControlBits.CR4_SMAP | ControlBits.CR4_SMEP)) != 0, 2, number);
            }
            case Operation.MovToCr0 _ -> noteIf(outcome instanceof Outcome.Done, 3, number);
            case Operation.WrmsrEfer _ -> noteIf(outcome instanceof Outcome.Done, 4, number);
            case Operation.SetExecutionState _, Operation.ReadRegister _ -> noteIf(true, 5, number);
            case Operation.StoreTableEntry _ -> noteIf(true, 6, number);
            case Operation.InvLpg _, Operation.InvPcid _ -> lastInvalidation[step.processor()] = number;
            case Operation.Access _, Operation.LoadTableEntry _ -> {}
        }
    }

    private void noteIf(boolean condition, int rule, int number) {
        if (condition) {
            last[rule] = number;
        }
    }

    /**
     * Counts what a stale outcome exhibits.
     *
     * @param permitted what was permitted, the fresh outcomes first
     * @param source the cached translation that gives the outcome; null where only a cached structure entry does
     */
    void exhibit(
            int processor, Outcome outcome, Permitted permitted, @Nullable Sighting source, RuleCoverage coverage) {
        boolean fault = outcome instanceof Outcome.PageFault;
        if (fault) {
            coverage.addExhibited(Rule.L_SPURIOUS, 1);
        } else if (permitted.outcome(0) instanceof Outcome.PageFault) {
            coverage.addExhibited(Rule.C_STALE_RIGHTS, 1);
        }
        if (source == null) {
            coverage.addExhibited(Rule.C_PSC_USE, 1);
            return;
        }
        if (fault) {
            coverage.addExhibited(Rule.L_UPGRADE, 1);
        }
        if (source.pcid() == Sighting.GLOBAL) {
            coverage.addExhibited(Rule.C_GLOBAL_USE, 1);
        }
        for (int i = 0; i < RULES.length; i++) {
            if (last[i] > source.madeAt()) {
                coverage.addExhibited(RULES[i], 1);
            }
        }
        for (int other = 0; other < lastInvalidation.length; other++) {
            if (other != processor && lastInvalidation[other] > source.madeAt()) {
                coverage.addExhibited(Rule.MP_NOCOH, 1);
            }
        }
    }
}
