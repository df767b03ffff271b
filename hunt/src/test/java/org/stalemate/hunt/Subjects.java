package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Lawful processors, and what a campaign has to find wrong with others. */
final class Subjects {
    static final SubjectConfiguration LAWFUL = SubjectConfiguration.of("lawful", LawfulProcessor::hoarding);

    /** Does nothing at INVLPG, and keeps everything. */
    static final SubjectConfiguration DEAF_TO_INVLPG = SubjectConfiguration.of("deaf to INVLPG", deafToInvlpg());

    /** Throws at every INVPCID. */
    static final SubjectConfiguration AFRAID_OF_INVPCID =
            SubjectConfiguration.of("afraid of INVPCID", () -> new Altered(Subjects::isInvpcid, true));

    private Subjects() {}

    static Supplier<Mmu> deafToInvlpg() {
        return () -> new Altered(Subjects::isInvlpg, false);
    }

    static CampaignSettings settings(long operations, SubjectConfiguration... configurations) {
        return CampaignSettings.standard("hunt", "test", "", 3, operations, List.of(configurations));
    }

    private static boolean isInvlpg(Step step) {
        return step instanceof Step.Instruction(int processor, Operation.InvLpg(long address))
                && processor >= 0
                && address >= 0;
    }

    private static boolean isInvpcid(Step step) {
        return step instanceof Step.Instruction instruction && instruction.operation() instanceof Operation.InvPcid;
    }

    private static final class Altered implements Mmu {
        private final Mmu lawful = LawfulProcessor.hoarding();
        private final Predicate<Step> altered;
        private final boolean throwing;

        Altered(Predicate<Step> altered, boolean throwing) {
            this.altered = altered;
            this.throwing = throwing;
        }

        @Override
        public void reset(Start start) {
            lawful.reset(start);
        }

        @Override
        public Outcome execute(Step step) {
            if (!altered.test(step)) {
                return lawful.execute(step);
            }
            if (throwing) {
                throw new IllegalStateException("not this one");
            }
            return Outcome.Done.INSTANCE;
        }
    }

    /** Fails at every start after the first, and counts how often it was made anew. */
    static final class OneWay implements Mmu {
        static final List<OneWay> MADE = new ArrayList<>();
        private final Mmu lawful = LawfulProcessor.fresh();
        private boolean used;

        OneWay() {
            MADE.add(this);
        }

        @Override
        public void reset(Start start) {
            if (used) {
                throw new UnsupportedOperationException("used up");
            }
            used = true;
            lawful.reset(start);
        }

        @Override
        public Outcome execute(Step step) {
            return lawful.execute(step);
        }
    }
}
