package org.stalemate.hunt;

import static org.stalemate.specification.processor.ControlBits.CR3_PCID;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.stalemate.shrinking.LegalStart;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;

/**
 * A scenario made for one processor, on another. The rules judge it anew there, so it need not show what it was made to show.
 *
 * @param scenario the scenario on the other processor
 * @param changes what the other processor has otherwise, in one line; empty if it is the same
 * @param obstacle why it cannot be there; empty if it can
 */
record Transplant(Scenario scenario, String changes, String obstacle) {
    /** {@return the scenario on the processor that a subject is, if it is a certain one} */
    static Transplant onto(SubjectConfiguration configuration, Scenario scenario) {
        return configuration instanceof SubjectConfiguration.Batched batched && batched.platform() != null
                ? onto(batched.platform(), scenario)
                : new Transplant(scenario, "", "");
    }

    /** {@return the scenario on a processor that has at least as many logical processors} */
    static Transplant onto(Platform platform, Scenario scenario) {
        Start start = scenario.start();
        int processors = start.platform().logicalProcessors();
        if (processors > platform.logicalProcessors()) {
            return new Transplant(scenario, "", "takes more logical processors than the target has");
        }
        Platform other = new Platform(platform.profile(), platform.maxPhyAddr(), platform.features(), processors);
        Start there = new Start(
                other,
                start.tables(),
                start.processors().stream()
                        .map(registers -> withoutPcids(registers, platform))
                        .toList());
        boolean possible = LegalStart.isLegal(there) || !LegalStart.isLegal(start);
        return new Transplant(
                new Scenario(there, scenario.steps()),
                String.join(", ", changes(start, there)),
                possible ? "" : "starts in a state that the target's processor does not have");
    }

    private static List<String> changes(Start before, Start after) {
        Platform from = before.platform();
        Platform to = after.platform();
        List<String> changes = new ArrayList<>();
        if (!from.profile().equals(to.profile())) {
            changes.add("rules of " + to.profile().vendor() + ", not "
                    + from.profile().vendor());
        }
        if (from.maxPhyAddr() != to.maxPhyAddr()) {
            changes.add("MAXPHYADDR %s, not %s".formatted(to.maxPhyAddr(), from.maxPhyAddr()));
        }
        addFeatures("with ", to, from, changes);
        addFeatures("without ", from, to, changes);
        if (!before.processors().equals(after.processors())) {
            changes.add("CR4.PCIDE clear at the start");
        }
        return changes;
    }

    private static void addFeatures(String word, Platform having, Platform lacking, List<String> changes) {
        String features = having.features().stream()
                .filter(feature -> !lacking.has(feature))
                .map(Enum::name)
                .collect(Collectors.joining(" "));
        if (!features.isEmpty()) {
            changes.add(word + features);
        }
    }

    /** PCIDs are in use where nothing in particular matters, and few scenarios need them. */
    private static Registers withoutPcids(Registers r, Platform platform) {
        if (platform.has(Feature.PCID) || (r.cr4() & CR4_PCIDE) == 0) {
            return r;
        }
        return new Registers(
                r.cr0(), r.cr2(), r.cr3() & ~CR3_PCID, r.cr4() & ~CR4_PCIDE, r.efer(), r.pkru(), r.pkrs(), r.state());
    }
}
