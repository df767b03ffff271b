package org.stalemate.specification;

import java.util.List;
import java.util.stream.IntStream;
import org.stalemate.vocabulary.Outcome;

/** The permitted outcomes of one step: distinct, in a fixed order, those that current memory gives first. */
public interface Permitted {
    /** {@return how many there are; at least one} */
    int size();

    /** {@return an outcome; uncertain accessed and dirty flags of a loaded word have the least value they can have} */
    Outcome outcome(int i);

    /** {@return all of them} */
    default List<Outcome> outcomes() {
        return IntStream.range(0, size()).mapToObj(this::outcome).toList();
    }

    /** {@return the bits of a loaded word, accessed and dirty flags, that may be 0 or 1; 0 for other outcomes} */
    long uncertainBits(int i);

    /** {@return whether a walk of current memory gives this outcome} */
    boolean fresh(int i);

    /**
     * {@return whether an observed outcome leaves open what the step did: a store or exchange that does not say which of several
     * permitted frames it went to, a fault in the second page of a store that may have written to the first (PG-PF-SPLIT), and any
     * outcome of a task switch in which a load of the PDPTE registers may fail (PG-PDPTE-LOAD-TASK)}
     */
    boolean isAmbiguous(Outcome observed);

    /**
     * {@return the outcome that an observed one is an instance of, or -1} An observed outcome that names no frame is matched by
     * its value; a store without its frame matches only where a single frame is permitted.
     */
    int match(Outcome observed);
}
