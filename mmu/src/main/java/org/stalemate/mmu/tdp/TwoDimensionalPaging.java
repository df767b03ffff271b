package org.stalemate.mmu.tdp;

import org.stalemate.mmu.engine.Engine;
import org.stalemate.mmu.engine.Host;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.host.HostProcessor;
import org.stalemate.mmu.host.Translation;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.invalidation.Scope;

/**
 * Two-dimensional paging. The hardware walks the guest's own tables, caches combined mappings under the guest's PCID, and
 * executes MOV to CR3, INVLPG and INVPCID by itself; the hypervisor emulates writes of CR0, CR4 and EFER, INIT and RESET,
 * and requests the flushes that they demand. While guest paging is off the hardware caches identity mappings under PCID 0.
 */
public final class TwoDimensionalPaging implements Engine {
    private final GuestMemory memory;
    private final HostProcessor[] hardware;
    private final FlushRequests[] requests;
    private final FlushPolicy policy;
    private final FaultCode codes;
    private final NestedTable nested;
    private final TwoDimensionalWalker walker;
    private GuestPlatform platform;

    /** Assembles the engine; {@link #reset} makes it usable. */
    public TwoDimensionalPaging(Host host, GuestPlatform platform) {
        memory = host.memory();
        hardware = host.processors().toArray(HostProcessor[]::new);
        requests = host.requests().toArray(FlushRequests[]::new);
        policy = host.policy();
        codes = host.codes();
        nested = new NestedTable(memory, host.counters());
        walker = new TwoDimensionalWalker(host, nested, platform);
        this.platform = platform;
    }

    @Override
    public void reset(GuestPlatform newPlatform, ProcessorState[] processors) {
        platform = newPlatform;
        walker.reset(newPlatform);
        nested.reset();
    }

    @Override
    public void enter(ProcessorState state) {
        FlushRequests owed = requests[state.number()];
        if (owed.pending()) {
            owed.service(hardware[state.number()]);
        }
    }

    @Override
    public long translate(ProcessorState state, long linear, int kind) {
        HostProcessor own = hardware[state.number()];
        long page = HostProcessor.page(linear);
        boolean write = kind == AccessKind.WRITE;
        int permitted = state.paging() ? state.permitted(kind) : 0xFF;
        int denied = state.paging() ? state.deniedToCached(kind) : 0;
        long cached = own.translation(state.pcid(), page, permitted, denied, write ? Translation.WRITE_THROUGH : 0);
        if (cached != 0) {
            return Translation.target(cached);
        }
        if (!state.paging()) {
            return identity(own, page);
        }
        if (own.refused() != 0 && reportsStaleRefusals(state, kind)) {
            return fault(state, own, linear, -1L - refusal(state, own.refused(), kind));
        }
        long found = walker.walk(state, own, linear, kind);
        if (found < 0 && walker.beganAtRememberedTable() && platform.isAmd()) {
            own.pageFault(state.pcid(), linear);
            found = walker.walkFromRoot(state, own, linear, kind);
        }
        if (found < 0) {
            return fault(state, own, linear, found);
        }
        own.cache(state.pcid(), page, found);
        return Translation.target(found);
    }

    /**
     * Whether a fault is reported because of cached rights alone (L-SPURIOUS). AMD walks again first (C-AMD-REWALK). A right
     * to execute that was cached before NXE was cleared is not trusted either.
     */
    private boolean reportsStaleRefusals(ProcessorState state, int kind) {
        return !platform.isAmd() && (kind != AccessKind.FETCH || state.shape().executeDisable());
    }

    private int refusal(ProcessorState state, long refused, int kind) {
        boolean byKey =
                ProtectionKeys.denies(state.denied(kind), Translation.rights(refused), Translation.key(refused));
        return codes.forbidden(platform, state, kind, byKey);
    }

    private long identity(HostProcessor own, long page) {
        int frame = nested.walk(page);
        own.cache(0, page, Translation.of(frame, AccessRights.ALL, 0) | Translation.WRITE_THROUGH);
        return frame;
    }

    private static long fault(ProcessorState state, HostProcessor own, long linear, long result) {
        own.pageFault(state.pcid(), linear);
        return result;
    }

    @Override
    public void deliverPageFault(ProcessorState state, long linear) {
        hardware[state.number()].pageFault(state.pcid(), linear);
    }

    @Override
    public boolean isTracked(int frame) {
        return false;
    }

    @Override
    public void emulateStore(int frame, int word, long value) {
        memory.write(frame, word, value);
    }

    @Override
    public void storeThroughWindow(int frame, int word, long value) {
        memory.write(frame, word, value);
    }

    @Override
    public void movedToCr3(ProcessorState state, long oldCr3, int oldPcid, boolean noFlush) {
        hardware[state.number()].movToCr3(state.pcids(), state.pcid(), noFlush);
    }

    @Override
    public void movedToCr0(ProcessorState state, long oldCr0) {
        request(state, policy.cr0Scope(platform, oldCr0, state.cr0()), state.pcid());
    }

    @Override
    public void movedToCr4(ProcessorState state, long oldCr4, int oldPcid) {
        request(state, policy.cr4Scope(platform, oldCr4, state.cr4()), oldPcid);
    }

    @Override
    public void wroteEfer(ProcessorState state) {
        request(state, policy.eferScope(), state.pcid());
    }

    @Override
    public void wroteMtrr(ProcessorState state) {
        request(state, policy.mtrrScope(), state.pcid());
    }

    @Override
    public void leftSystemManagement(ProcessorState state) {
        request(state, policy.systemManagementScope(), state.pcid());
    }

    @Override
    public void invLpg(ProcessorState state, long linear) {
        hardware[state.number()].invLpg(state.pcid(), linear);
    }

    @Override
    public void invPcid(ProcessorState state, int type, int pcid, long linear) {
        hardware[state.number()].invPcid(platform.isAmd(), type, pcid, linear);
    }

    @Override
    public void initialised(ProcessorState state, int oldPcid) {
        request(state, policy.initScope(), oldPcid);
    }

    @Override
    public void wasReset(ProcessorState state, int oldPcid) {
        request(state, policy.resetScope(), oldPcid);
    }

    private void request(ProcessorState state, Scope scope, int pcid) {
        requests[state.number()].post(scope, pcid);
    }
}
