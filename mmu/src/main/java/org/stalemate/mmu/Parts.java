package org.stalemate.mmu;

import java.util.function.Function;
import java.util.function.Supplier;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.PdpteLoading;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.guest.RegisterRules;
import org.stalemate.mmu.host.HostSettings;
import org.stalemate.mmu.host.HostStructureCache;
import org.stalemate.mmu.host.HostTlb;
import org.stalemate.mmu.host.NativeInvalidation;
import org.stalemate.mmu.host.Retention;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.role.RoleComparison;

/**
 * The parts that an MMU is assembled from. A part answers questions and does nothing by itself; replacing one is how a
 * defect is put in. Parts with a state are made once for each logical processor.
 *
 * @param flushPolicy what the hypervisor flushes, resynchronises or keeps
 * @param nativeInvalidation what the hardware drops by itself
 * @param hostSettings what the hardware runs the guest with
 * @param registerRules which register values and addresses are legal
 * @param pdpteLoading when the PDPTE registers are loaded
 * @param entryFormat how CR3 and paging-structure entries are read
 * @param accessRights what rights allow
 * @param protectionKeys what protection keys forbid
 * @param faultCode error codes of page faults
 * @param roleComparison which bits of roles are compared
 * @param flushRequests makes the queue of flushes of a logical processor
 * @param tlb makes the TLB of a logical processor
 * @param structureCache makes the paging-structure caches of a logical processor
 */
public record Parts(
        FlushPolicy flushPolicy,
        NativeInvalidation nativeInvalidation,
        HostSettings hostSettings,
        RegisterRules registerRules,
        PdpteLoading pdpteLoading,
        EntryFormat entryFormat,
        AccessRights accessRights,
        ProtectionKeys protectionKeys,
        FaultCode faultCode,
        RoleComparison roleComparison,
        Supplier<FlushRequests> flushRequests,
        Function<Retention, HostTlb> tlb,
        Function<Retention, HostStructureCache> structureCache) {
    /** {@return the parts of an MMU without defects} */
    public static Parts standard() {
        return new Parts(
                new FlushPolicy(),
                new NativeInvalidation(),
                new HostSettings(),
                new RegisterRules(),
                new PdpteLoading(),
                new EntryFormat(),
                new AccessRights(),
                new ProtectionKeys(),
                new FaultCode(),
                new RoleComparison(),
                FlushRequests::new,
                HostTlb::new,
                HostStructureCache::new);
    }

    /** {@return these parts with another flush policy} */
    public Parts with(FlushPolicy other) {
        Draft draft = new Draft(this);
        draft.flushPolicy = other;
        return draft.parts();
    }

    /** {@return these parts on hardware that drops other things} */
    public Parts with(NativeInvalidation other) {
        Draft draft = new Draft(this);
        draft.nativeInvalidation = other;
        return draft.parts();
    }

    /** {@return these parts on hardware with other settings} */
    public Parts with(HostSettings other) {
        Draft draft = new Draft(this);
        draft.hostSettings = other;
        return draft.parts();
    }

    /** {@return these parts with other rules of legality} */
    public Parts with(RegisterRules other) {
        Draft draft = new Draft(this);
        draft.registerRules = other;
        return draft.parts();
    }

    /** {@return these parts with other loads of the PDPTE registers} */
    public Parts with(PdpteLoading other) {
        Draft draft = new Draft(this);
        draft.pdpteLoading = other;
        return draft.parts();
    }

    /** {@return these parts with another reading of entries} */
    public Parts with(EntryFormat other) {
        Draft draft = new Draft(this);
        draft.entryFormat = other;
        return draft.parts();
    }

    /** {@return these parts with other rights} */
    public Parts with(AccessRights other) {
        Draft draft = new Draft(this);
        draft.accessRights = other;
        return draft.parts();
    }

    /** {@return these parts with other denials of protection keys} */
    public Parts with(ProtectionKeys other) {
        Draft draft = new Draft(this);
        draft.protectionKeys = other;
        return draft.parts();
    }

    /** {@return these parts with other error codes} */
    public Parts with(FaultCode other) {
        Draft draft = new Draft(this);
        draft.faultCode = other;
        return draft.parts();
    }

    /** {@return these parts with another comparison of roles} */
    public Parts with(RoleComparison other) {
        Draft draft = new Draft(this);
        draft.roleComparison = other;
        return draft.parts();
    }

    /** {@return these parts with other queues of flushes} */
    public Parts withFlushRequests(Supplier<FlushRequests> other) {
        Draft draft = new Draft(this);
        draft.flushRequests = other;
        return draft.parts();
    }

    /** {@return these parts on hardware with other TLBs} */
    public Parts withTlb(Function<Retention, HostTlb> other) {
        Draft draft = new Draft(this);
        draft.tlb = other;
        return draft.parts();
    }

    /** {@return these parts on hardware with other paging-structure caches} */
    public Parts withStructureCache(Function<Retention, HostStructureCache> other) {
        Draft draft = new Draft(this);
        draft.structureCache = other;
        return draft.parts();
    }

    /** The parts of one that differs from another in a part. */
    private static final class Draft {
        private FlushPolicy flushPolicy;
        private NativeInvalidation nativeInvalidation;
        private HostSettings hostSettings;
        private RegisterRules registerRules;
        private PdpteLoading pdpteLoading;
        private EntryFormat entryFormat;
        private AccessRights accessRights;
        private ProtectionKeys protectionKeys;
        private FaultCode faultCode;
        private RoleComparison roleComparison;
        private Supplier<FlushRequests> flushRequests;
        private Function<Retention, HostTlb> tlb;
        private Function<Retention, HostStructureCache> structureCache;

        private Draft(Parts like) {
            flushPolicy = like.flushPolicy;
            nativeInvalidation = like.nativeInvalidation;
            hostSettings = like.hostSettings;
            registerRules = like.registerRules;
            pdpteLoading = like.pdpteLoading;
            entryFormat = like.entryFormat;
            accessRights = like.accessRights;
            protectionKeys = like.protectionKeys;
            faultCode = like.faultCode;
            roleComparison = like.roleComparison;
            flushRequests = like.flushRequests;
            tlb = like.tlb;
            structureCache = like.structureCache;
        }

        private Parts parts() {
            return new Parts(
                    flushPolicy,
                    nativeInvalidation,
                    hostSettings,
                    registerRules,
                    pdpteLoading,
                    entryFormat,
                    accessRights,
                    protectionKeys,
                    faultCode,
                    roleComparison,
                    flushRequests,
                    tlb,
                    structureCache);
        }
    }
}
