package org.stalemate.specification;

import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.processor.PdpteLoading;
import org.stalemate.vocabulary.TableFrame;

/** Memory as a load of the PDPTE registers finds it; flags may be uncertain where a table of PDPTEs has another use as well. */
record LoadedPdptes(PhysicalMemory memory, LoadedWord word) implements PdpteLoading.Source {
    @Override
    public long read(long physicalAddress) {
        long index = physicalAddress >>> 3 & (TableFrame.WORDS - 1);
        return memory.read(memory.place(physicalAddress >>> 12) * TableFrame.WORDS + (int) index);
    }

    @Override
    public long uncertainBits(long physicalAddress) {
        return word.at(physicalAddress >>> 12, physicalAddress).perhapsSet();
    }
}
