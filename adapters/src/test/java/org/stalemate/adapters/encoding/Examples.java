package org.stalemate.adapters.encoding;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Small scenarios: a page at 1000H in frame 200H, one at 2000H in frame 201H, 2 MB at 20_0000H from frame 400H on, tables at 10H to 13H. */
final class Examples {
    static final Platform PLATFORM =
            new Platform(Profile.INTEL, 40, EnumSet.of(Feature.NX, Feature.PAGE_1G, Feature.PKU, Feature.PKS), 1);
    static final Target TARGET = new Target(PLATFORM, 1L << 13, 0, 2, List.of());
    static final long FLAGS = 0x67;
    static final long PT = 0x13;

    private Examples() {}

    static Scenario of(Operation... operations) {
        return of(PLATFORM, operations);
    }

    static Scenario of(Platform platform, Operation... operations) {
        return new Scenario(
                start(platform),
                Stream.of(operations)
                        .<Step>map(operation -> new Step.Instruction(0, operation))
                        .toList());
    }

    static Start start(Platform platform) {
        List<TableFrame> tables = List.of(
                TableFrame.of(0x10, Map.of(0, 0x11L << 12 | FLAGS)),
                TableFrame.of(0x11, Map.of(0, 0x12L << 12 | FLAGS)),
                TableFrame.of(0x12, Map.of(0, PT << 12 | FLAGS, 1, 0x400L << 12 | 0x80 | FLAGS)),
                TableFrame.of(PT, Map.of(1, 0x200L << 12 | FLAGS, 2, 0x201L << 12 | FLAGS, 3, PT << 12 | FLAGS)));
        return new Start(
                platform,
                tables,
                List.of(new Registers(0x8001_0031L, 0, 0x10000, 0x20, 0x500, ExecutionState.SUPERVISOR_64)));
    }

    static Block encode(Operation... operations) {
        return new BlockEncoder(TARGET).encode(of(operations), 7);
    }
}
