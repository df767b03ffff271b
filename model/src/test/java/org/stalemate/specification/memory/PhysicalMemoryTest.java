package org.stalemate.specification.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

final class PhysicalMemoryTest {
    private static final int FRAMES = 100;

    private final PhysicalMemory memory = new PhysicalMemory();

    private static Start start(TableFrame table) {
        Platform platform = new Platform(Profile.INTEL, 40, EnumSet.noneOf(Feature.class), 1);
        Registers registers = new Registers(0x8001_0031L, 0, 0x10000, 0x20, 0x500, 0, 0, ExecutionState.SUPERVISOR_64);
        return new Start(platform, List.of(table), List.of(registers));
    }

    private long read(long frame, int index) {
        return memory.read(memory.place(frame) * TableFrame.WORDS + index);
    }

    private void write(long frame, int index, long value) {
        memory.write(memory.place(frame) * TableFrame.WORDS + index, value);
    }

    /** Frames get another place after the reset, so that what the place held before would be found. */
    @Test
    void after_a_reset_memory_is_as_the_start_says() {
        for (int table = 0; table < FRAMES; table += 33) {
            memory.reset(start(TableFrame.of(table, Map.of(7, 0x1067L))));
            for (int frame = 0; frame < FRAMES; frame++) {
                for (int index : new int[] {0, 7, 64, 511}) {
                    long expected = DataPattern.at((long) frame << 12 | index << 3);
                    long listed = index == 7 ? 0x1067 : 0;
                    assertThat(read(frame, index)).isEqualTo(frame == table ? listed : expected);
                    write(frame, index, ~expected);
                    assertThat(read(frame, index)).isEqualTo(~expected);
                }
            }
        }
    }
}
