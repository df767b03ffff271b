package org.stalemate.adapters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.BlockEncoder;
import org.stalemate.adapters.encoding.Target;
import org.stalemate.adapters.image.GuestAgent;
import org.stalemate.adapters.image.Mailbox;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;

/**
 * An emulator as a subject: it boots an image with a guest agent that executes scenarios as real instructions, in programs of many or of
 * one, and is kept running. Where the target hangs, resets, dies or talks nonsense, that is the ending of the one
 * scenario that made it do so, alone in a fresh boot; all others are executed regardless.
 *
 * <p>Nothing is started before it is needed. Every method may throw {@link AdapterException} where the environment does not allow to
 * run the emulator.
 */
public final class EmulatorSubject implements BatchSubject {
    private static final int SELF_TEST_ID = 1;
    /** Logical processors that the agent can use. */
    private static final int PROCESSORS = 2;
    /**
     * Scenarios of a program, or fewer where it would be too long. Handing one over takes a millisecond or two, and what the target fails
     * in is executed again.
     */
    private static final int PROGRAM = 200;

    private final Machine machine;
    private final EmulatorSettings settings;
    private final byte[] agent = GuestAgent.bytes();
    private @Nullable Target asked;
    private @Nullable Known known;

    /** What is known once the target was asked. */
    private record Known(Target target, BlockEncoder encoder, ResidentMachine machine, SuspectTrial trial) {}

    /** A subject that starts nothing yet. */
    public EmulatorSubject(EmulatorSettings settings) {
        this(settings, settings.emulator().machine(settings.cpu()));
    }

    /**
     * A subject that starts nothing yet, nor asks what the target is.
     *
     * @param target what another subject with the same processor model was told
     */
    public EmulatorSubject(EmulatorSettings settings, Target target) {
        this(settings);
        asked = target;
    }

    EmulatorSubject(EmulatorSettings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    /** {@return the processor that the target enumerates, as one logical processor} */
    public Platform platform() {
        return known().target.platform();
    }

    /** {@return the processor as an encoder knows it} */
    public Target target() {
        return known().target;
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
        return known().machine.keepsEntries();
    }

    @Override
    public List<Execution> execute(List<Scenario> scenarios) {
        Known present = known();
        Execution[] executions = new Execution[scenarios.size()];
        boolean isDone = false;
        try {
            execute(scenarios, executions, present);
            isDone = true;
        } catch (IOException failure) {
            throw unusable(failure);
        } finally {
            if (!isDone) {
                present.machine.close(); // it may be executing something that nobody waits for
            }
        }
        return List.of(executions);
    }

    private static void execute(List<Scenario> scenarios, Execution[] executions, Known present) throws IOException {
        ProgramRunner runner = new ProgramRunner(
                present.machine,
                present.trial,
                (block, execution) -> executions[block.id() - SELF_TEST_ID - 1] = execution);
        List<Block> program = new ArrayList<>();
        long room = 0;
        for (int i = 0; i < executions.length; i++) {
            Block block = present.encoder.encode(scenarios.get(i), SELF_TEST_ID + 1 + i);
            if (block.steps() == 0 || !Mailbox.fits(Session.room(block))) {
                executions[i] = unexecuted(block);
                continue;
            }
            if (program.size() == PROGRAM || !Mailbox.fits(room + Session.room(block))) {
                begin(program, runner);
                program = new ArrayList<>();
                room = 0;
            }
            program.add(block);
            room += Session.room(block);
        }
        begin(program, runner);
        runner.finish();
    }

    private static Execution unexecuted(Block block) {
        String obstacle = block.steps() == 0 ? block.obstacle() : "the scenario does not fit into the image";
        return obstacle == null ? Execution.complete(List.of()) : Execution.unsupported(List.of(), obstacle);
    }

    /** The second processor is started once a program, behind the scenarios that do without it. */
    private static void begin(List<Block> program, ProgramRunner runner) throws IOException {
        if (!program.isEmpty()) {
            program.sort(Comparator.comparingInt(Block::processors));
            runner.begin(program);
        }
    }

    private Known known() {
        Known present = known;
        if (present != null) {
            return present;
        }
        try {
            Target told = asked == null ? Probe.ask(machine, agent, settings.limits()) : asked;
            Target target =
                    new Target(told.platform(), told.otherCr4(), told.otherEfer(), PROCESSORS, settings.avoided());
            BlockEncoder encoder = new BlockEncoder(target);
            Block selfTest = encoder.encode(SelfTest.scenario(target.platform()), SELF_TEST_ID);
            ResidentMachine resident = new ResidentMachine(machine, agent, settings.limits(), selfTest);
            SuspectTrial trial = new SuspectTrial(resident, encoder, settings.failures());
            present = new Known(target, encoder, resident, trial);
            known = present;
            return present;
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    private static AdapterException unusable(IOException failure) {
        String message = failure.getMessage();
        return new AdapterException(message == null ? failure.toString() : message, failure);
    }

    /** {@return the process that waits for a program, if there is one} */
    @Nullable
    ProcessHandle process() {
        return known == null ? null : known.machine.process();
    }

    @Override
    public void close() {
        if (known != null) {
            known.machine.close();
        }
    }
}
