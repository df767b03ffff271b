package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.stalemate.oracles.reference.ExplicitMachine;
import org.stalemate.oracles.reference.StateSet;
import org.stalemate.oracles.reference.TinyWorld;
import org.stalemate.specification.Model;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Scenarios on which it is easy to be wrong, decided by hand, for the model and the explicit machine alike. */
class EdgeCasesTest {
    private static final long X = 0x1000;
    private static final long Y = 0x2000;
    private static final long Z = 0x10_0000;
    private static final long LARGE = 0x400;
    private static final Step CLEAR_NXE = step(new Operation.WrmsrEfer(EFER & ~0x800L));

    private static TinyWorld world() {
        return new TinyWorld()
                .word(0x10, 0, entry(0x11, ALL))
                .word(0x11, 0, entry(0x12, ALL))
                .word(0x12, 0, entry(0x13, ALL))
                .word(0x13, 1, entry(0x200, ALL))
                .word(0x13, 2, entry(0x13, P | W));
    }

    private static final class Pair {
        private final ExplicitMachine machine;
        private final Model model = new Model(false);
        private StateSet states;

        Pair(TinyWorld world) {
            Start start = world.processor(0x10 << 12).start();
            machine = new ExplicitMachine(start, List.of(X, Y, Z), 1 << 20);
            states = machine.start();
            model.reset(start, LinearPages.of(X, Y, Z));
        }

        /** Asserts that both permit exactly these outcomes, and commits the first. */
        Pair permits(Step step, Outcome... expected) {
            Map<Outcome, StateSet> after = machine.step(states, step);
            assertThat(after.keySet()).as("explicit machine: %s", step).containsExactlyInAnyOrder(expected);
            assertThat(PermittedSets.all(model.evaluate(step)))
                    .as("model: %s", step)
                    .containsExactlyInAnyOrder(expected);
            assertThat(model.admit(expected[0])).isTrue();
            states = Objects.requireNonNull(after.get(expected[0]));
            return this;
        }
    }

    private static Outcome stored(long frame) {
        return new Outcome.Stored(frame);
    }

    @Test
    void a_page_fault_invalidates_a_large_page_however_it_was_cached() {
        new Pair(world().word(0x12, 0, entry(LARGE, ALL | PS)))
                .permits(write(0x12, 0, 0), stored(0x12))
                .permits(load(X), fault(0, X), loaded(LARGE + 1, X))
                .permits(load(Z), fault(0, Z));
    }

    @Test
    void a_page_fault_may_leave_pieces_of_a_large_page_that_a_table_has_replaced() {
        new Pair(world().word(0x12, 0, entry(LARGE, ALL | PS)))
                .permits(write(0x12, 0, entry(0x14, ALL)), stored(0x12))
                .permits(write(0x14, 0, 0), stored(0x14))
                .permits(write(0x14, 1, 0), stored(0x14))
                .permits(write(0x14, 256, 0), stored(0x14))
                .permits(load(X), fault(0, X), loaded(LARGE + 1, X))
                .permits(load(X), fault(0, X))
                .permits(load(Z), fault(0, Z), loaded(LARGE + 0x100, Z));
    }

    @Test
    void a_global_that_remembers_execute_disable_faults_once_after_nxe_was_cleared() {
        new Pair(world().word(0x13, 1, entry(0x200, ALL | G | XD)))
                .permits(write(0x13, 1, entry(0x201, ALL)), stored(0x13))
                .permits(CLEAR_NXE, Outcome.Done.INSTANCE)
                .permits(fetch(X), fault(1, X), loaded(0x200, X), loaded(0x201, X))
                .permits(fetch(X), loaded(0x201, X));
    }

    @Test
    void a_fault_from_a_remembered_execute_disable_need_not_have_marked_the_leaf() {
        long clean = entry(0x200, P | W);
        new Pair(world().word(0x11, 0, entry(0x12, ALL | XD)).word(0x13, 1, clean))
                .permits(CLEAR_NXE, Outcome.Done.INSTANCE)
                .permits(fetch(X), fault(1, X), fault(9, X), loaded(0x200, X))
                .permits(read(0x13, 1), new Outcome.Loaded(clean, 0x13), new Outcome.Loaded(clean | A, 0x13));
    }

    @Test
    void a_store_that_faults_leaves_no_translation_with_a_dirty_flag_behind() {
        new Pair(world().word(0x12, 0, entry(0x14, ALL)).word(0x14, 1, 0).word(0x13, 1, entry(0x200, P | W | A)))
                .permits(write(0x12, 0, entry(0x13, ALL)), stored(0x12))
                .permits(store(X, 0x10), fault(2, X), stored(0x200))
                .permits(write(0x13, 1, entry(0x201, P | A)), stored(0x13))
                .permits(store(X, 0x10), fault(3, X));
    }

    @Test
    void a_store_may_cache_its_own_translation_before_it_overwrites_it() {
        new Pair(world())
                .permits(store(Y + 16, entry(0x201, P | W)), stored(0x13))
                .permits(store(Y + 24, 0x10), stored(0x13), stored(0x201));
    }
}
