package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Step;

/** A processor that mistakes one half of an access for the other is refused where a lawful one is not (PG-PF-SPLIT). */
class SplitErrorsTest {
    private static final int SEQUENCES = 100;
    private static final int LENGTH = 20;

    /** What an unlawful processor makes of the outcome of a lawful one. */
    enum Mistake {
        ONE_TRANSLATION_SERVES_BOTH_HALVES {
            @Override
            Outcome of(Outcome outcome) {
                return switch (outcome) {
                    case Outcome.SplitLoaded(long value, long low, var _) ->
                        new Outcome.SplitLoaded(
                                (value & 0xFFFF_FFFFL) | (DataPattern.at((low + 1) << 12) << 32), low, low + 1);
                    case Outcome.SplitStored(long low, var _) -> new Outcome.SplitStored(low, low + 1);
                    default -> outcome;
                };
            }
        },
        THE_HALVES_ARE_EXCHANGED {
            @Override
            Outcome of(Outcome outcome) {
                return switch (outcome) {
                    case Outcome.SplitLoaded(long value, long low, long high) ->
                        new Outcome.SplitLoaded(Long.rotateLeft(value, 32), high, low);
                    case Outcome.SplitStored(long low, long high) -> new Outcome.SplitStored(high, low);
                    default -> outcome;
                };
            }
        },
        CR2_IS_ALWAYS_THE_ADDRESS_OF_THE_ACCESS {
            @Override
            Outcome of(Outcome outcome) {
                return outcome instanceof Outcome.PageFault(int code, long address) && address == SplitWorlds.NEXT
                        ? new Outcome.PageFault(code, SplitWorlds.CROSSING)
                        : outcome;
            }
        },
        CR2_IS_THE_LAST_BYTE_OF_THE_ACCESS {
            @Override
            Outcome of(Outcome outcome) {
                return outcome instanceof Outcome.PageFault(int code, long address) && address == SplitWorlds.NEXT
                        ? new Outcome.PageFault(code, SplitWorlds.NEXT + 3)
                        : outcome;
            }
        };

        abstract Outcome of(Outcome outcome);
    }

    @ParameterizedTest
    @EnumSource
    void every_mistake_is_refused_and_what_it_replaces_is_not(Mistake mistake) {
        World world = SplitWorlds.apart(Profile.UNION);
        Model model = new Model(false);
        int made = 0;
        int refused = 0;
        for (int seed = 0; seed < SEQUENCES; seed++) {
            Random random = new Random(seed);
            LawfulProcessor subject = LawfulProcessor.random(seed);
            subject.reset(world.start());
            model.reset(world.start(), world.linearPages());
            for (int i = 0; i < LENGTH; i++) {
                Step step = world.alphabet().get(random.nextInt(world.alphabet().size()));
                Outcome outcome = subject.execute(step);
                Permitted permitted = model.evaluate(step);
                if (permitted.isAmbiguous(outcome)) {
                    break;
                }
                Outcome mistaken = isSplit(step) ? mistake.of(outcome) : outcome;
                made += mistaken.equals(outcome) ? 0 : 1;
                refused += permitted.match(mistaken) < 0 ? 1 : 0;
                assertThat(model.admit(outcome)).as("%s = %s", step, outcome).isTrue();
            }
        }
        assertThat(made).isGreaterThan(10);
        assertThat(refused).isGreaterThan(made / 2);
    }

    private static boolean isSplit(Step step) {
        return step instanceof Step.Instruction(var _, Operation.SplitAccess _);
    }
}
