package org.stalemate.adapters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.BlockEncoder;
import org.stalemate.adapters.encoding.Target;
import org.stalemate.adapters.image.DiskImage;
import org.stalemate.adapters.image.GuestAgent;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;

/**
 * An emulator as a subject: it boots an image with a guest agent that executes scenarios as real instructions, many in one boot, or
 * one by one in a boot that is kept running. Where the target hangs, resets, dies or talks nonsense, that is the ending of the one
 * scenario that made it do so, alone in a fresh boot; all others are executed regardless.
 *
 * <p>Nothing is started before it is needed. Every method may throw {@link AdapterException} where the environment does not allow to
 * run the emulator.
 */
public final class EmulatorSubject implements BatchSubject {
    private static final int SELF_TEST_ID = 1;
    /** Logical processors that the agent can use. */
    private static final int PROCESSORS = 2;

    private final Machine machine;
    private final EmulatorSettings settings;
    private final byte[] agent = GuestAgent.bytes();
    private @Nullable Session session;

    /** What is known once the target was asked. */
    private record Session(
            Target target,
            BlockEncoder encoder,
            InteractiveMachine interactive,
            BatchRunner runner,
            SuspectTrial trial) {}

    /** A subject that starts nothing yet. */
    public EmulatorSubject(EmulatorSettings settings) {
        this(settings, settings.emulator().machine(settings.cpu()));
    }

    EmulatorSubject(EmulatorSettings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    /** {@return the processor that the target enumerates, as one logical processor} */
    public Platform platform() {
        return session().target.platform();
    }

    /** {@return the processor as an encoder knows it} */
    public Target target() {
        return session().target;
    }

    /** {@return what the emulator says about itself} */
    public String version() {
        try {
            return machine.version();
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    /** {@return the command line of a boot with one logical processor, with {@code image} for the image and no directory} */
    public List<String> commandLine() {
        return machine.commandLine("image", 1);
    }

    /** {@return whether a stale entry was seen in the self-test of some boot; without, a campaign tests little} */
    public boolean keepsEntries() {
        return session().runner.keepsEntries();
    }

    @Override
    public List<Execution> execute(List<Scenario> scenarios) {
        Session present = session();
        Execution[] executions = new Execution[scenarios.size()];
        List<Block> blocks = new ArrayList<>(scenarios.size());
        for (int i = 0; i < executions.length; i++) {
            Block block = present.encoder.encode(scenarios.get(i), SELF_TEST_ID + 1 + i);
            String obstacle = block.obstacle();
            if (block.steps() == 0) {
                executions[i] =
                        obstacle == null ? Execution.complete(List.of()) : Execution.unsupported(List.of(), obstacle);
            } else {
                blocks.add(block);
            }
        }
        try {
            Map<Block, Execution> results = new HashMap<>();
            blocks.sort(Comparator.comparingInt(Block::processors)); // a processor costs little until it is started
            execute(present, blocks, results);
            results.forEach((block, execution) -> executions[block.id() - SELF_TEST_ID - 1] = execution);
        } catch (IOException failure) {
            throw unusable(failure);
        }
        return List.of(executions);
    }

    private void execute(Session present, List<Block> blocks, Map<Block, Execution> results) throws IOException {
        if (blocks.isEmpty()) {
            return;
        }
        if (blocks.size() <= settings.interactive()) {
            for (Block block : blocks) {
                results.put(block, executeAlone(present, block));
            }
            return;
        }
        present.interactive.close(); // it would need a processor of the host while it waits
        Map<Block, Failure> suspects = present.runner.run(blocks, results);
        for (Map.Entry<Block, Failure> suspect : suspects.entrySet()) {
            results.put(suspect.getKey(), present.trial.of(suspect.getKey()));
        }
    }

    private Execution executeAlone(Session present, Block block) throws IOException {
        if (!DiskImage.fitsMailbox(block.size())) {
            return present.trial.of(block);
        }
        Execution execution = present.interactive.execute(block);
        return execution == null ? present.trial.of(block) : execution;
    }

    private Session session() {
        Session known = session;
        if (known != null) {
            return known;
        }
        try {
            Target asked = Probe.ask(machine, agent, settings.limits());
            Target target =
                    new Target(asked.platform(), asked.otherCr4(), asked.otherEfer(), PROCESSORS, settings.avoided());
            BlockEncoder encoder = new BlockEncoder(target);
            Block selfTest = encoder.encode(SelfTest.scenario(target.platform()), SELF_TEST_ID);
            BatchRunner runner = new BatchRunner(machine, agent, settings.limits(), selfTest);
            SuspectTrial trial = new SuspectTrial(runner, encoder, settings.failures(), machine.name());
            InteractiveMachine interactive = new InteractiveMachine(machine, agent, settings.limits(), selfTest);
            known = new Session(target, encoder, interactive, runner, trial);
            session = known;
            return known;
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private static AdapterException unusable(IOException failure) {
        String message = failure.getMessage();
        return new AdapterException(message == null ? failure.toString() : message, failure);
    }

    @Nullable
    ProcessHandle interactiveProcess() {
        return session == null ? null : session.interactive.process();
    }

    @Override
    public void close() {
        if (session != null) {
            session.interactive.close();
        }
    }
}
