package org.stalemate.faults;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All faults, by what is wrong. */
public final class FaultLibrary {
    private static final List<Fault> ALL = Stream.of(
                    InvalidationFaults.ALL,
                    ControlFaults.ALL,
                    RoleFaults.ALL,
                    PageFaults.ALL,
                    RestartFaults.ALL,
                    WalkFaults.ALL)
            .flatMap(List::stream)
            .toList();

    private FaultLibrary() {}

    /** {@return every fault} */
    public static List<Fault> all() {
        return ALL;
    }

    /**
     * {@return the fault with an ID or alias}
     *
     * @throws IllegalArgumentException if there is none, with the names there are in the message
     */
    public static Fault byId(String id) {
        for (Fault fault : ALL) {
            if (fault.id().equals(id) || fault.alias().equals(id)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("there is no fault '" + id + "'; there are "
                + ALL.stream().map(Fault::id).collect(Collectors.joining(", ")));
    }
}
