package org.stalemate.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.adapters.EmulatorTest.loaded;
import static org.stalemate.adapters.EmulatorTest.scenario;
import static org.stalemate.adapters.EmulatorTest.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Steps that the agent executes otherwise in each mode, on the emulators where they are installed. */
final class EmulatorModesTest {
    private static final long PAGE = 0x1000;

    @TempDir
    private Path directory;

    private EmulatorSubject subject(Emulator emulator) {
        return EmulatorTest.subject(emulator, directory);
    }

    @ParameterizedTest
    @EnumSource
    void what_the_agent_does_for_itself_after_init_does_not_bring_back_an_older_cr2(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            Start start = scenario(subject.platform()).start();
            List<Step> steps = List.of(
                    new Step.Instruction(0, new Operation.Load(0x5008)),
                    new Step.InitAndBringUp(0, 0x10, 0),
                    new Step.Instruction(0, new Operation.StoreTableEntry(0x2_F123, 1, 0)),
                    new Step.Instruction(0, new Operation.ReadRegister(Register.CR2)));

            Execution execution =
                    subject.execute(List.of(new Scenario(start, steps))).getFirst();

            assertThat(execution.outcomes().getFirst()).isEqualTo(new Outcome.PageFault(0, 0x5008));
            assertThat(execution.outcomes().getLast()).isEqualTo(new Outcome.RegisterValue(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_start_outside_long_mode_forgets_the_cr2_of_the_scenario_before(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            Start long64 = scenario(subject.platform()).start();
            ExecutionState narrow = new ExecutionState(0, false, CodeSegment.BITS_32);
            Start unpaged = new Start(
                    subject.platform(), long64.tables(), List.of(new Registers(0x31, 0, 0x10000, 0x20, 0x100, narrow)));
            Scenario faults = scenario(subject.platform(), new Operation.Load(0x5008));
            List<Step> enters = List.of(
                    new Step.Instruction(0, new Operation.MovToCr0(0x8001_0031L)),
                    new Step.Instruction(0, state(0, CodeSegment.BITS_64)),
                    new Step.Instruction(0, new Operation.StoreTableEntry(0x2_F124, 1, 0)),
                    new Step.Instruction(0, new Operation.ReadRegister(Register.CR2)));

            Execution execution = subject.execute(List.of(faults, new Scenario(unpaged, enters)))
                    .getLast();

            assertThat(execution.ending()).as(execution.detail()).isEqualTo(Ending.COMPLETE);
            assertThat(execution.outcomes().getLast()).isEqualTo(new Outcome.RegisterValue(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_processors_own_loads_are_supervisor_accesses_in_every_mode(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            Operation own = new Operation.ImplicitLoad(PAGE + 8);
            Execution execution = subject.execute(List.of(scenario(
                            subject.platform(),
                            own,
                            new Operation.Store(PAGE + 8, 0x112),
                            own,
                            new Operation.StoreTableEntry(0x13, 1, 0x30_0063),
                            new Operation.InvLpg(PAGE),
                            state(3, CodeSegment.BITS_64),
                            new Operation.Load(PAGE + 8),
                            own,
                            new Operation.ImplicitLoad(0x5008),
                            state(3, CodeSegment.BITS_32),
                            own,
                            state(0, CodeSegment.BITS_32),
                            new Operation.MovToCr0(0x1_0031),
                            new Operation.ImplicitLoad(0x30_0010))))
                    .getFirst();

            assertThat(execution.ending()).as(execution.detail()).isEqualTo(Ending.COMPLETE);
            assertThat(execution.outcomes())
                    .containsExactly(
                            loaded(0x20_0008),
                            new Outcome.Stored(0x200),
                            new Outcome.Loaded(0x112, Outcome.UNKNOWN_FRAME),
                            new Outcome.Stored(0x13),
                            Outcome.Done.INSTANCE,
                            Outcome.Done.INSTANCE,
                            new Outcome.PageFault(5, PAGE + 8),
                            loaded(0x30_0008),
                            new Outcome.PageFault(0, 0x5008),
                            Outcome.Done.INSTANCE,
                            loaded(0x30_0008),
                            Outcome.Done.INSTANCE,
                            Outcome.Done.INSTANCE,
                            loaded(0x30_0010));
        }
    }

    @ParameterizedTest
    @EnumSource
    void code_of_32_bits_writes_8_bytes_of_a_table_at_once(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            List<Operation> operations = new ArrayList<>();
            List<Outcome> expected = new ArrayList<>();
            operations.add(new Operation.StoreTableEntry(SelfTest.PT, 3, SelfTest.PT << 12 | 0x67));
            expected.add(new Outcome.Stored(SelfTest.PT));
            int index = 8;
            for (CodeSegment segment : List.of(CodeSegment.BITS_32, CodeSegment.BITS_16)) {
                for (int cpl : new int[] {0, 3}) {
                    operations.add(state(cpl, segment));
                    expected.add(Outcome.Done.INSTANCE);
                    operations.add(new Operation.Exchange(0x3000 + 8 * index, 0x0A12_0000_0212L));
                    expected.add(new Outcome.Exchanged(0, SelfTest.PT));
                    operations.add(new Operation.Store(0x3000 + 8 * index, 0x0C12_0000_0312L));
                    expected.add(new Outcome.Stored(SelfTest.PT));
                    operations.add(new Operation.Exchange(0x3000 + 8 * index, 0x412));
                    expected.add(new Outcome.Exchanged(0x0C12_0000_0312L, SelfTest.PT));
                    operations.add(new Operation.LoadTableEntry(SelfTest.PT, index++));
                    expected.add(new Outcome.Loaded(0x412, SelfTest.PT));
                }
            }
            operations.add(state(0, CodeSegment.BITS_32));
            expected.add(Outcome.Done.INSTANCE);
            operations.add(new Operation.Exchange(0x3008, 0x512));
            expected.add(new Outcome.Exchanged(0x20_0067, SelfTest.PT));

            Execution execution = subject.execute(
                            List.of(scenario(subject.platform(), operations.toArray(Operation[]::new))))
                    .getFirst();

            assertThat(execution.ending()).as(execution.detail()).isEqualTo(Ending.COMPLETE);
            assertThat(execution.outcomes()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void code_has_the_segment_that_it_had_before_protection_was_off(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            Registers registers = new Registers(0x31, 0, 0, 0, 0, new ExecutionState(0, false, CodeSegment.BITS_32));
            Start start = new Start(subject.platform(), List.of(), List.of(registers));
            List<Step> steps = List.of(
                    new Step.Instruction(0, new Operation.MovToCr0(0x30)),
                    new Step.Instruction(0, new Operation.Load(0x30_0008)),
                    new Step.Instruction(0, new Operation.MovToCr0(0x31)),
                    new Step.Instruction(0, new Operation.Fetch(0x30_0010)));

            Execution execution =
                    subject.execute(List.of(new Scenario(start, steps))).getFirst();

            assertThat(execution.outcomes())
                    .containsExactly(
                            Outcome.Done.INSTANCE, loaded(0x30_0008), Outcome.Done.INSTANCE, loaded(0x30_0010));
        }
    }
}
