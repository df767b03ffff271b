package org.stalemate.mmu;

import java.util.List;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.mmu.host.Retention;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;

/** Scenarios in litmus form and MMUs to run them on. */
final class Worlds {
    static final List<MmuConfiguration> CONFIGURATIONS = List.of(
            MmuConfiguration.SHADOW,
            MmuConfiguration.TDP,
            MmuConfiguration.of(MmuMode.SHADOW, Retention.FORGET),
            MmuConfiguration.of(MmuMode.TDP, Retention.FORGET),
            MmuConfiguration.of(MmuMode.SHADOW, Retention.random(1)),
            MmuConfiguration.of(MmuMode.TDP, Retention.random(2)),
            new MmuConfiguration(MmuMode.SHADOW, Retention.HOARD, 0));

    private static final String TABLES = """
        table root at 0x10
        table pdpt at 0x11
        table pd at 0x12
        table pt at 0x13
        table root_b at 0x20
        root[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pdpt[1] -> page 0x40000 P RW US A D PS
        pd[0] -> pt P RW US A
        pd[1] -> page 0x400 P RW US A D PS
        pt[1] -> page 0x200 P RW US A D
        pt[2] -> page 0x202 P US A
        pt[3] -> page 0x203 P RW US
        pt[4] -> pt P RW US A D
        root_b[0] -> pdpt P RW US A
        x = 0x1000
        readonly = 0x2000
        clean = 0x3000
        table_itself = 0x4000
        large = 0x200000
        huge = 0x40000000
        """;

    private Worlds() {}

    static Scenario scenario(String steps) {
        return scenario("", "", steps);
    }

    static Scenario scenario(String header, String registers, String steps) {
        String text = "name: test\n" + header + "\n" + TABLES + registers + "\n" + steps;
        return LitmusParser.parse(text).scenario();
    }

    static List<Outcome> run(KvmLikeMmu mmu, Scenario scenario) {
        mmu.reset(scenario.start());
        return scenario.steps().stream().map(mmu::execute).toList();
    }

    static Outcome last(MmuConfiguration configuration, Scenario scenario) {
        return run(new KvmLikeMmu(configuration), scenario).getLast();
    }

    /** What a load of the first word of a frame gives that nobody wrote to. */
    static Outcome loaded(long frame) {
        return new Outcome.Loaded(DataPattern.at(frame << 12), frame);
    }
}
