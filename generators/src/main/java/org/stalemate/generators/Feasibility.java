package org.stalemate.generators;

import java.util.function.Supplier;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** What a target can execute of one scenario after the other; asked while they are made, so that they need not end early. */
public interface Feasibility {
    /** Everything. */
    Supplier<Feasibility> OF_EVERYTHING = () -> new Feasibility() {
        @Override
        public boolean begin(Start start) {
            return true;
        }

        @Override
        public boolean accept(Step step) {
            return true;
        }
    };

    /** {@return whether the target can be brought to the start of a scenario} Whatever came before it no longer matters. */
    boolean begin(Start start);

    /** {@return whether the target can execute a step after those accepted since the start; then it is one of them} */
    boolean accept(Step step);
}
