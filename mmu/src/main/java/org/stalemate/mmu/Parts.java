package org.stalemate.mmu;

import java.util.function.Function;
import java.util.function.Supplier;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.RegisterRules;
import org.stalemate.mmu.host.HostStructureCache;
import org.stalemate.mmu.host.HostTlb;
import org.stalemate.mmu.host.NativeInvalidation;
import org.stalemate.mmu.host.Retention;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.FlushRequests;

/**
 * The parts that an MMU is assembled from. A part answers questions and does nothing by itself; replacing one is how a
 * defect is put in. Parts with a state are made once for each logical processor.
 *
 * @param flushPolicy what the hypervisor flushes, resynchronises or keeps
 * @param nativeInvalidation what the hardware drops by itself
 * @param registerRules which register values are legal
 * @param entryFormat how paging-structure entries are read
 * @param accessRights what rights allow
 * @param faultCode error codes of page faults
 * @param flushRequests makes the queue of flushes of a logical processor
 * @param tlb makes the TLB of a logical processor
 * @param structureCache makes the paging-structure caches of a logical processor
 */
public record Parts(
        FlushPolicy flushPolicy,
        NativeInvalidation nativeInvalidation,
        RegisterRules registerRules,
        EntryFormat entryFormat,
        AccessRights accessRights,
        FaultCode faultCode,
        Supplier<FlushRequests> flushRequests,
        Function<Retention, HostTlb> tlb,
        Function<Retention, HostStructureCache> structureCache) {
    /** {@return the parts of an MMU without defects} */
    public static Parts standard() {
        return new Parts(
                new FlushPolicy(),
                new NativeInvalidation(),
                new RegisterRules(),
                new EntryFormat(),
                new AccessRights(),
                new FaultCode(),
                FlushRequests::new,
                HostTlb::new,
                HostStructureCache::new);
    }

    /** {@return these parts with another flush policy} */
    public Parts with(FlushPolicy other) {
        return new Parts(
                other,
                nativeInvalidation,
                registerRules,
                entryFormat,
                accessRights,
                faultCode,
                flushRequests,
                tlb,
                structureCache);
    }

    /** {@return these parts on hardware that drops other things} */
    public Parts with(NativeInvalidation other) {
        return new Parts(
                flushPolicy,
                other,
                registerRules,
                entryFormat,
                accessRights,
                faultCode,
                flushRequests,
                tlb,
                structureCache);
    }
}
