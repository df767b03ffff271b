package org.stalemate.mmu.invalidation;

import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.GuestPlatform;

/**
 * Every decision of the hypervisor on what to flush, resynchronise or keep. The rules stand in SDM 4.10.4.1, SDM 11.9 and
 * APM 5.5.3; where they leave a choice, this MMU keeps what it may, except that with UNION it does what Intel demands.
 */
public class FlushPolicy {
    /** {@return whether MOV to CR3 can be skipped altogether} Only if nothing changes and nothing is to be flushed. */
    public boolean ignoresMovToCr3(long oldCr3, long newCr3, boolean flushes) {
        return oldCr3 == newCr3 && !flushes;
    }

    /** {@return whether MOV to CR3 takes away the new PCID's translations} TLB-MOVCR3-NOPCID, -FLUSH, -NOFLUSH. */
    public boolean movToCr3Flushes(boolean pcids, boolean noFlush) {
        return !pcids || !noFlush;
    }

    /**
     * {@return which roots a flushing MOV to CR3 makes stale} The loaded one and others under the same PCID; without PCIDs those
     * under PCID 000H, which may be current again once there are PCIDs.
     */
    public RootReach rootsStaleAfterMovToCr3(boolean pcids) {
        return RootReach.OF_PCID;
    }

    /** {@return what INVPCID takes away} TLB-INVPCID-1 to -3; type 0 is a matter of one page. */
    public Scope invPcidScope(int type) {
        return switch (type) {
            case 2 -> Scope.EVERYTHING;
            case 3 -> Scope.ALL_BUT_GLOBALS;
            default -> Scope.ONE_PCID;
        };
    }

    /** {@return which roots INVPCID makes stale} For type 0, those in which the page is looked up. */
    public RootReach rootsStaleAfterInvPcid(int type) {
        return type <= 1 ? RootReach.OF_PCID : RootReach.ALL;
    }

    /** {@return in which roots INVLPG drops the page} In all; under other PCIDs where it is global (TLB-INVLPG). */
    public RootReach rootsReachedByInvLpg() {
        return RootReach.ALL;
    }

    /**
     * {@return whether INVLPG makes the hardware forget the page} In any case: the hardware may hold a translation whose shadow entry is gone.
     *
     * @param stillMapped whether the root in use maps the address after the shadow entry was dropped, as it does where a large page is cut
     *     into pieces
     */
    public boolean invLpgFlushesHardware(boolean stillMapped) {
        return true;
    }

    /** {@return in which roots a delivered page fault drops the page} TLB-PF, L-PF-GLOBAL: as INVLPG. */
    public RootReach rootsReachedByPageFault() {
        return RootReach.ALL;
    }

    /** {@return what a change of CR0 takes away} TLB-CR0-PG, TLB-CR0-PE. */
    public Scope cr0Scope(GuestPlatform platform, long oldCr0, long newCr0) {
        long changed = oldCr0 ^ newCr0;
        boolean pgChanged = (changed & ControlBits.CR0_PG) != 0;
        boolean peChanged = (changed & ControlBits.CR0_PE) != 0;
        boolean pgCleared = pgChanged && (newCr0 & ControlBits.CR0_PG) == 0;
        if (pgCleared || (pgChanged && platform.demandsDocumentedFlushes()) || (peChanged && platform.isStrict())) {
            return Scope.EVERYTHING;
        }
        return pgChanged ? scopeOfIdentityMappings() : Scope.NOTHING;
    }

    /** {@return whether MOV to CR0 makes the MMU take a new look at the registers} PG-MODE-NONE, PG-CTRL-LIVE. */
    public boolean movToCr0RebuildsContext(long oldCr0, long newCr0) {
        return true;
    }

    /**
     * {@return what the hardware forgets when a tree is left whose entries are too wide for the one that takes its place} Everything: it may
     * hold such entries under any PCID.
     */
    public Scope scopeOfTooWideEntries() {
        return Scope.EVERYTHING;
    }

    /** {@return what is to be flushed so that nothing cached while paging was off survives} Hardware tags it PCID 000H. */
    protected Scope scopeOfIdentityMappings() {
        return Scope.ONE_PCID;
    }

    /**
     * {@return whether the hardware is flushed at a MOV to CR3 that flushes} Under PCIDs too, whether or not they differ: the old
     * translations of the new one may be those of another root.
     */
    public boolean movToCr3FlushesHardware(int oldPcid, int newPcid) {
        return true;
    }

    /** {@return what a change of CR4 takes away} */
    public final Scope cr4Scope(GuestPlatform platform, long oldCr4, long newCr4) {
        long changed = oldCr4 ^ newCr4;
        Scope scope = Scope.NOTHING;
        if ((changed & ControlBits.CR4_PGE) != 0) {
            scope = wider(scope, pgeScope());
        }
        if ((changed & oldCr4 & ControlBits.CR4_PCIDE) != 0) {
            scope = wider(scope, endOfPcidsScope());
        }
        if ((changed & ControlBits.CR4_PSE) != 0) {
            scope = wider(scope, pseScope(platform));
        }
        if ((changed & ControlBits.CR4_PAE) != 0) {
            scope = wider(scope, paeScope(platform));
        }
        if ((changed & newCr4 & ControlBits.CR4_SMEP) != 0) {
            scope = wider(scope, smepScope(platform));
        }
        return (changed & newCr4 & ControlBits.CR4_PKE) != 0 ? wider(scope, pkeScope(platform)) : scope;
    }

    private static Scope wider(Scope one, Scope other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** {@return what a change of CR4.PGE takes away} TLB-CR4-PGE. */
    protected Scope pgeScope() {
        return Scope.EVERYTHING;
    }

    /** {@return what clearing CR4.PCIDE takes away} TLB-CR4-PCIDE-OFF. */
    protected Scope endOfPcidsScope() {
        return Scope.EVERYTHING;
    }

    /** {@return what a change of CR4.PSE takes away} TLB-CR4-PSE, L-PSE-PAE-GLOBAL. */
    protected Scope pseScope(GuestPlatform platform) {
        return platform.demandsDocumentedFlushes() ? Scope.EVERYTHING : Scope.NOTHING;
    }

    /** {@return what a change of CR4.PAE takes away} TLB-CR4-PAE, L-PSE-PAE-GLOBAL: global translations may stay. */
    protected Scope paeScope(GuestPlatform platform) {
        return platform.demandsDocumentedFlushes() ? Scope.EVERYTHING : Scope.ONE_PCID;
    }

    /** {@return what setting CR4.SMEP takes away} TLB-CR4-SMEP, L-SMEP-AMD. */
    protected Scope smepScope(GuestPlatform platform) {
        return platform.isAmd() ? Scope.NOTHING : Scope.ONE_PCID;
    }

    /** {@return what setting CR4.PKE takes away} TLB-CR4-PKE: AMD alone demands anything. */
    protected Scope pkeScope(GuestPlatform platform) {
        return platform.isAmd() ? Scope.EVERYTHING : Scope.NOTHING;
    }

    /** {@return whether a task switch that changes CR3 is to the MMU what MOV to CR3 is} TLB-TASK. */
    public boolean taskSwitchReachesMmu() {
        return true;
    }

    /** {@return what SMI and RSM take away} TLB-SMM. */
    public Scope systemManagementScope() {
        return Scope.EVERYTHING;
    }

    /** {@return what WRMSR to a memory-type range register takes away} TLB-MTRR. */
    public Scope mtrrScope() {
        return Scope.EVERYTHING;
    }

    /** {@return whether shadow pages of a level may go out of step with their guest table} IMPL-UNSYNC-LEAF: leaf tables alone. */
    public boolean mayGoUnsync(int level) {
        return level == 1;
    }

    /** {@return whether stores to a guest table have to be noticed that some number of shadow pages rely on} IMPL-WP-TRACK. */
    public boolean isReliedOn(int shadowPages) {
        return shadowPages > 0;
    }

    /**
     * {@return whether every processor forgets everything when a frame begins to be tracked that was writable at some time} In any case: a
     * processor may hold a writable translation whose shadow entry is gone.
     *
     * @param stillWritable whether a shadow entry had write access to lose
     */
    public boolean flushesAtProtection(boolean stillWritable) {
        return true;
    }

    /** {@return what a change of EFER takes away} TLB-NXE, TLB-LME: nothing. */
    public Scope eferScope() {
        return Scope.NOTHING;
    }

    /** {@return what INIT takes away} INIT-TLB. */
    public Scope initScope() {
        return Scope.EVERYTHING;
    }

    /** {@return what RESET takes away} RESET-TLB. */
    public Scope resetScope() {
        return Scope.EVERYTHING;
    }

    /** {@return which roots go stale with translations taken away} */
    public final RootReach rootsOf(Scope scope) {
        return switch (scope) {
            case NOTHING -> RootReach.NONE;
            case ONE_PCID -> RootReach.OF_PCID;
            case ALL_BUT_GLOBALS, EVERYTHING -> RootReach.ALL;
        };
    }

    /** {@return whether INIT and RESET make the MMU take a new look at the registers} INIT-CR0, RESET-MODE. */
    public boolean restartRebuildsContext() {
        return true;
    }
}
