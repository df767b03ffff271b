package org.stalemate.faults;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All faults, by what is wrong: what of the catalogue's roles, INIT, shadow pages and later finds a guest can see without nesting, a
 * host that acts, devices, SMM, or steps that are not atomic. Left out:
 *
 * <table>
 * <caption>Entries of the catalogue that are no fault here</caption>
 * <tr><th>entry</th><th>reason</th></tr>
 * <tr><td>KVM-2021-05-ROLE-02, -03, -04</td><td>only the inverse shows to the guest; these cost time</td></tr>
 * <tr><td>KVM-2021-05-ROLE-04-INVERSE, for SMEP and for PAE</td><td>the same as RO-EXT-SMEP; RO-EXT-PAE in the software walker and
 * RO-PAGE-4BYTE in the shadow trees</td></tr>
 * <tr><td>KVM-2021-05-ROLE-05, KVM-2021-06-RO-PGD-REINIT, RO-PAGE-GUEST, RO-PAGE-ADDIS, RO-EXT-EXECONLY</td><td>need nesting</td></tr>
 * <tr><td>KVM-2021-05-ROLE-06</td><td>needs a host that changes CPUID</td></tr>
 * <tr><td>KVM-2021-07-INIT-02 to -06, -21</td><td>concern LDTR, GDTR, IDTR, EDX and DR6, which the virtual processor does not
 * have</td></tr>
 * <tr><td>KVM-2021-07-INIT-07, -11, -16</td><td>cost time, or change nothing</td></tr>
 * <tr><td>KVM-2021-07-INIT-08, -14</td><td>need memory-mapped devices</td></tr>
 * <tr><td>KVM-2021-07-INIT-12, -18, -19</td><td>need nesting or a shutdown intercept</td></tr>
 * <tr><td>KVM-2021-06-RO-PAGE-SMM</td><td>needs SMM</td></tr>
 * <tr><td>KVM-2021-06-RO-PAGE-INVALID</td><td>needs a host that moves memory</td></tr>
 * <tr><td>KVM-2021-06-RO-SMEP-REDUNDANT</td><td>costs time</td></tr>
 * <tr><td>BEY-UNSYNC-ORDER, -PREFETCH-INVLPG, -PREEMPTED, -XSA292, -XSA328, -INVALIDROOTS, -XCHG</td><td>need steps that are not
 * atomic</td></tr>
 * <tr><td>BEY-GUESTFLUSH-SYNC, -HVFLUSH-NC, -HVFLUSH-EPTP</td><td>need a paravirtual flush</td></tr>
 * <tr><td>BEY-SREGS, -EFERLME, -DISCONNECT-RANGE, -FASTPF-FLUSH, -HOSTWRITE</td><td>need a host that acts</td></tr>
 * <tr><td>BEY-WALKMMU, -WPTDP-PT, -LA57, -ROOT5, -PML-L2, -INVEPT-ALL, -INVEPT-VALID, -INVEPT-TYPE, -EPTPTAG, -VMCONS, -NCR3LOW, -INVLPGA,
 * -ASIDCHANGE, -EPTAD-WALK, -ERR-170</td><td>need nesting; for LA57 see RO-EXT-LA57</td></tr>
 * <tr><td>BEY-NXUSED</td><td>the shadow tables of this hardware have no reserved bits; its sibling is WPSMEP-NX0</td></tr>
 * <tr><td>BEY-SYNC-ROLE</td><td>synchronising only drops entries, and a tree has one role; RO-PAGE-NX is that mistake</td></tr>
 * <tr><td>BEY-XSA168</td><td>an INVLPG that heeds a non-canonical address drops more than it has to, which is lawful</td></tr>
 * <tr><td>BEY-NXHUGE, -EMPTYFLUSH, -ERR-383</td><td>show to no guest</td></tr>
 * <tr><td>BEY-L1TF-GFN, -MMIOGEN-SET, -XSA346, -XSA442</td><td>need memory-mapped devices or device translations</td></tr>
 * <tr><td>BEY-A20, -ERR-A20-LARGE, -PSC-LEAF</td><td>need A20 or INVLPGB</td></tr>
 * </table>
 */
public final class FaultLibrary {
    private static final List<Fault> ALL = Stream.of(
                    InvalidationFaults.ALL,
                    ControlFaults.ALL,
                    RoleFaults.ALL,
                    PageFaults.ALL,
                    TrackingFaults.ALL,
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
