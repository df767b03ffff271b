package org.stalemate.vocabulary;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a scenario starts: everything a subject needs to be brought there. Caches are empty.
 *
 * @param platform the processor
 * @param tables the frames with listed contents, by ascending frame number; all other memory holds {@link DataPattern}
 * @param processors registers of each logical processor, by number
 */
public record Start(Platform platform, List<TableFrame> tables, List<Registers> processors) {
    /** @throws IllegalArgumentException if a frame is listed twice or the number of register sets is wrong */
    public Start {
        tables = List.copyOf(tables);
        processors = List.copyOf(processors);
        Set<Long> seen = new HashSet<>();
        for (TableFrame table : tables) {
            if (!seen.add(table.frame())) {
                throw new IllegalArgumentException("frame " + Long.toHexString(table.frame()) + " is listed twice");
            }
        }
        if (processors.size() != platform.logicalProcessors()) {
            throw new IllegalArgumentException("the platform has " + platform.logicalProcessors()
                    + " logical processors, but registers are given for " + processors.size());
        }
    }
}
