package org.stalemate.adapters;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;

/**
 * Measures how many steps a second an emulator executes one scenario at a time, as shrinking asks for them. To be run by hand on an idle
 * machine: {@code mvn -pl adapters -am test-compile exec:java -Dexec.classpathScope=test
 * -Dexec.mainClass=org.stalemate.adapters.InteractivePace}, or from an IDE.
 */
final class InteractivePace {
    private static final int WARM_UP = 200;
    private static final int EXECUTIONS = 1_000;
    private static final long PAGE = 0x1000;

    private InteractivePace() {}

    static void main() throws IOException {
        for (Emulator emulator : Emulator.values()) {
            for (int length : new int[] {4, 20, 100}) {
                try (EmulatorSubject subject = EmulatorTest.subject(emulator, Files.createTempDirectory("pace"))) {
                    Scenario scenario = EmulatorTest.scenario(subject.platform(), steps(length));
                    run(subject, scenario, WARM_UP);
                    Duration time = run(subject, scenario, EXECUTIONS);
                    IO.println("%s, %d steps: %,.0f steps/s, %.2f ms a scenario"
                            .formatted(
                                    emulator,
                                    length,
                                    1e9 * EXECUTIONS * length / time.toNanos(),
                                    time.toNanos() / 1e6 / EXECUTIONS));
                }
            }
        }
    }

    private static Duration run(EmulatorSubject subject, Scenario scenario, int times) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            Execution execution = subject.execute(List.of(scenario)).getFirst();
            if (execution.outcomes().size() != scenario.steps().size()) {
                throw new IllegalStateException(execution.detail());
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Operation[] steps(int length) {
        List<Operation> cycle = List.of(
                new Operation.Load(PAGE),
                new Operation.StoreTableEntry(0x13, 1, 0x20_1067),
                new Operation.InvLpg(PAGE),
                new Operation.Store(PAGE + 8, 0x112),
                new Operation.MovToCr3(0x10000));
        List<Operation> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(cycle.get(i % cycle.size()));
        }
        return steps.toArray(Operation[]::new);
    }
}
