package org.stalemate.mmu.engine;

import java.util.List;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.host.HostCounters;
import org.stalemate.mmu.host.HostProcessor;
import org.stalemate.mmu.host.HostSettings;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.role.RoleComparison;

/**
 * What an engine works with.
 *
 * @param memory the guest's memory
 * @param processors the logical processors of the host, by number
 * @param requests the flushes that each of them owes
 * @param counters what is counted
 * @param policy what to flush, resynchronise or keep
 * @param format how entries are read
 * @param codes error codes of page faults
 * @param comparison which bits of roles are compared
 * @param settings what the hardware runs the guest with
 */
public record Host(
        GuestMemory memory,
        List<HostProcessor> processors,
        List<FlushRequests> requests,
        HostCounters counters,
        FlushPolicy policy,
        EntryFormat format,
        FaultCode codes,
        RoleComparison comparison,
        HostSettings settings) {}
