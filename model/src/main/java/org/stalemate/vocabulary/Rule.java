package org.stalemate.vocabulary;

import static org.stalemate.vocabulary.RuleKind.DECIDES;
import static org.stalemate.vocabulary.RuleKind.PERMITS;
import static org.stalemate.vocabulary.RuleKind.REMOVES;
import static org.stalemate.vocabulary.RuleKind.RETAINS;
import static org.stalemate.vocabulary.RuleKind.SEMANTICS;
import static org.stalemate.vocabulary.RuleStrength.AMBIGUITY;
import static org.stalemate.vocabulary.RuleStrength.MANDATORY;
import static org.stalemate.vocabulary.RuleStrength.OPTIONAL;
import static org.stalemate.vocabulary.RuleStrength.PERMISSION;

/**
 * The architectural rules that scenarios can exercise: the paging modes, their control registers, translation caches, INVPCID,
 * task switches, INIT, RESET and SMI, and several logical processors with atomic steps. Rules about anything else are not listed before that is
 * modelled. {@link RuleBook} explains each rule in a few sentences.
 *
 * <p>SDM is volume 3 of the Intel Software Developer's Manual unless a volume is named, APM volume 2 of the AMD64
 * Architecture Programmer's Manual; section numbers are those of SDM revision 067 and APM revision 3.40.
 */
public enum Rule {
    // Paging modes and the form of addresses
    PG_MODE_NONE("Paging off", "SDM 4.1.1", MANDATORY, DECIDES),
    PG_MODE_32("32-bit paging selected", "SDM 4.1.1, 4.3", MANDATORY, DECIDES),
    PG_MODE_PAE("PAE paging selected", "SDM 4.1.1, 4.4", MANDATORY, DECIDES),
    PG_MODE_4L("4-level paging selected", "SDM 4.1.1, 4.5", MANDATORY, DECIDES),
    PG_MODE_5L("5-level paging selected", "SDM 4.1.1, 4.5", MANDATORY, DECIDES),
    PG_LA_WIDTH("Linear addresses outside 64-bit mode", "SDM 3.3, 4.5", MANDATORY, DECIDES),
    PG_CANON("Canonical addresses", "SDM vol 1 3.3.7.1; APM 5.3.1", MANDATORY, DECIDES),
    PG_CANON_COMPONENTS("The width of canonical addresses is that of now", "SDM 4.5; vol 2", MANDATORY, DECIDES),

    // Walks
    PG_32_WALK("The two-level walk", "SDM 4.3", MANDATORY, DECIDES),
    PG_32_PSE("4 MB pages", "SDM 4.3", MANDATORY, DECIDES),
    PG_32_PSE36("4 MB pages beyond 4 GB", "SDM 4.3", MANDATORY, DECIDES),
    PG_PAE_PDPTE_REGS("PAE walks start from four registers", "SDM 4.4.1", MANDATORY, DECIDES),
    PG_PDPTE_LOAD_CR3("MOV to CR3 loads the PDPTE registers", "SDM 4.4.1", MANDATORY, DECIDES),
    PG_PDPTE_LOAD_CR0("MOV to CR0 loads the PDPTE registers", "SDM 4.4.1", MANDATORY, DECIDES),
    PG_PDPTE_LOAD_CR4("MOV to CR4 loads the PDPTE registers", "SDM 4.4.1", MANDATORY, DECIDES),
    PG_PDPTE_LOAD_TASK(
            "A task switch that changes CR3 loads the PDPTE registers", "SDM 4.4.1, 7.3", MANDATORY, DECIDES),
    PG_PDPTE_LOAD_SVM("PDPTEs fetched on demand", "APM 5.5.3", PERMISSION, RETAINS),
    PG_PDPTE_NP("A PDPTE register that is not present", "SDM 4.4.2", MANDATORY, DECIDES),
    PG_PAE_WALK("The PAE walk", "SDM 4.4.2", MANDATORY, DECIDES),
    PG_4L_WALK("The 4-level walk", "SDM 4.5", MANDATORY, DECIDES),
    PG_5L_WALK("The 5-level walk", "SDM 4.5", MANDATORY, DECIDES),
    PG_SIZE_2M("2 MB pages", "SDM 4.5", MANDATORY, DECIDES),
    PG_SIZE_1G("1 GB pages", "SDM 4.5", MANDATORY, DECIDES),

    // Reserved bits
    PG_RSVD_PA("Address bits above MAXPHYADDR", "SDM 4.5", MANDATORY, DECIDES),
    PG_RSVD_XD("XD while NXE=0", "SDM 4.5", MANDATORY, DECIDES),
    PG_RSVD_PDPTE_PAE("Reserved bits of a PAE PDPTE", "SDM 4.4.1", MANDATORY, DECIDES),
    PG_RSVD_PML45_PS("PS in a PML4E", "SDM 4.5", MANDATORY, DECIDES),
    PG_RSVD_PDPTE_1G("Low address bits of a 1 GB page, or no such pages", "SDM 4.5", MANDATORY, DECIDES),
    PG_RSVD_PDE_2M("Low address bits of a 2 MB page", "SDM 4.5", MANDATORY, DECIDES),
    PG_RSVD_PDE_4M("Low address bits of a 4 MB page", "SDM 4.3", MANDATORY, DECIDES),
    PG_RSVD_32_NONE("No other reserved bits under 32-bit paging", "SDM 4.3, 4.7", MANDATORY, DECIDES),
    PG_RSVD_G_AMD("Bit 8 of a PML4E on AMD", "APM 5.3.3, 5.4", MANDATORY, DECIDES),
    PG_IGN_BITS("Ignored bits", "SDM 4.5", MANDATORY, DECIDES),
    PG_NP_IGNORE("An entry that is not present says nothing else", "SDM 4.5", MANDATORY, DECIDES),

    // Access classes and rights
    PG_ACC_CLASS("Supervisor-mode and user-mode accesses", "SDM 4.6", MANDATORY, DECIDES),
    PG_RIGHTS_US("User accesses need user pages", "SDM 4.6", MANDATORY, DECIDES),
    PG_RIGHTS_RW_USER("User writes need R/W at every level", "SDM 4.6", MANDATORY, DECIDES),
    PG_RIGHTS_RW_SUP("Supervisor writes and CR0.WP", "SDM 4.6", MANDATORY, DECIDES),
    PG_RIGHTS_XD("Fetches and XD", "SDM 4.6", MANDATORY, DECIDES),
    PG_RIGHTS_XD_DATA("XD does not concern data", "SDM 4.6", MANDATORY, DECIDES),
    PG_SMEP("Supervisor fetches from user pages", "SDM 4.6", MANDATORY, DECIDES),
    PG_SMAP_EXPL("Supervisor data accesses to user pages", "SDM 4.6", MANDATORY, DECIDES),
    PG_SMAP_IMPL("SMAP and accesses the processor makes for itself", "SDM 4.6", MANDATORY, DECIDES),
    PG_SMAP_WP0("EFLAGS.AC lifts SMAP and nothing else", "SDM 4.6", MANDATORY, DECIDES),
    PG_PKU("Protection keys of user pages", "SDM 4.6.2", MANDATORY, DECIDES),
    PG_PKS("Protection keys of supervisor pages", "SDM 4.6.2", MANDATORY, DECIDES),
    PG_PK_LIVE("Key rights of now judge cached keys", "SDM 4.6.2, 4.10.2.2", MANDATORY, DECIDES),
    PG_CTRL_LIVE("Control bits of now judge cached rights", "SDM 4.6, 4.10.2.2", MANDATORY, DECIDES),
    PG_VALID_ORDER("Rights are judged at the end of the walk", "SDM 4.6", MANDATORY, DECIDES),

    // Accessed and dirty flags
    PG_AD_A("The accessed flag is set before an entry is used", "SDM 4.8", MANDATORY, DECIDES),
    PG_AD_D("A write sets the dirty flag", "SDM 4.8", MANDATORY, DECIDES),
    PG_AD_STICKY("Only software clears the flags", "SDM 4.8", MANDATORY, DECIDES),
    PG_AD_SPEC_A("Accessed flags of entries nobody asked for", "SDM 4.8, 4.10.2.3; APM 5.4.2", PERMISSION, PERMITS),
    PG_AD_SPEC_D("No dirty flag without a write", "SDM 4.8; APM 5.4.2", MANDATORY, DECIDES),
    PG_AD_FAULT("Accessed flags on a walk that faults", "SDM 4.8", PERMISSION, PERMITS),
    PG_AD_ORDER("The leaf is read again before D is set", "SDM 4.10.2.3", MANDATORY, DECIDES),

    // Page faults
    PG_PF_P("Error code bit 0, P", "SDM 4.7", MANDATORY, DECIDES),
    PG_PF_W("Error code bit 1, W/R", "SDM 4.7", MANDATORY, DECIDES),
    PG_PF_U("Error code bit 2, U/S", "SDM 4.7", MANDATORY, DECIDES),
    PG_PF_RSVD("Error code bit 3, RSVD", "SDM 4.7", MANDATORY, DECIDES),
    PG_PF_ID("Error code bit 4, I/D", "SDM 4.7; APM 8.4.2", MANDATORY, DECIDES),
    PG_PF_PK("Error code bit 5, PK", "SDM 4.7", MANDATORY, DECIDES),
    PG_PF_HI("Error code bits that stay 0", "SDM 4.7", OPTIONAL, DECIDES),
    PG_PF_CR2("CR2 holds the faulting address", "SDM 4.7", MANDATORY, DECIDES),
    PG_PF_SPLIT("Accesses that cross a page", "SDM 8.1.1, 4.10.4.4", PERMISSION, PERMITS),
    PG_PF_WALKORDER("The first failing level decides", "SDM 4.7", MANDATORY, DECIDES),
    PG_PF_PRIO("#GP comes before #PF", "SDM 6.9", MANDATORY, DECIDES),

    // MOV to CR0
    EN_CR0_PGPE("PG without PE", "SDM 4.1.2; vol 2 MOV", MANDATORY, DECIDES),
    EN_CR0_NWCD("NW without CD", "SDM vol 2 MOV", MANDATORY, DECIDES),
    EN_CR0_HI32("Bits 63:32 of CR0 and CR4; ET; bits that do not exist", "SDM vol 2 MOV", MANDATORY, DECIDES),
    EN_CR0_PG_LME_PAE("Entering long mode without PAE", "SDM 4.1.2, 9.8.5", MANDATORY, DECIDES),
    EN_CR0_PG_CSL("Entering long mode with CS.L=1", "SDM 4.1.2, 9.8.5", MANDATORY, DECIDES),
    EN_CR0_PG_TSS16("Entering long mode with a 16-bit TSS", "SDM 4.1.2, 9.8.5", MANDATORY, DECIDES),
    EN_CR0_PG_LMA("EFER.LMA follows PG", "SDM 4.1.1", MANDATORY, DECIDES),
    EN_CR0_PG_64("Clearing PG in 64-bit mode", "SDM 4.1.2", MANDATORY, DECIDES),
    EN_CR0_PG_PCIDE("Clearing PG with PCIDE=1", "SDM 4.10.1", MANDATORY, DECIDES),
    EN_CR0_LMSW("LMSW changes four bits and cannot clear PE", "SDM vol 2 LMSW", MANDATORY, DECIDES),

    // MOV to CR3
    EN_CR3_RSVD_LM("Bits above MAXPHYADDR in CR3", "SDM 4.5; vol 2 MOV", MANDATORY, DECIDES),
    EN_CR3_63_PCIDE0("Bit 63 of CR3 with PCIDE=0", "SDM 4.10.4.1", MANDATORY, DECIDES),
    EN_CR3_63_PCIDE1("Bit 63 of CR3 is a hint and is not kept", "SDM 4.10.4.1", MANDATORY, DECIDES),
    EN_CR3_PCID("Where the current PCID comes from", "SDM 4.10.1", MANDATORY, DECIDES),
    EN_CR3_32("32-bit code loads 32 bits of CR3", "SDM 4.3", MANDATORY, DECIDES),
    EN_CR3_PAE("Where CR3 points under PAE paging", "SDM 4.4.1", MANDATORY, DECIDES),
    EN_CR3_NOPG("MOV to CR3 with paging off", "SDM 4.3", MANDATORY, DECIDES),

    // MOV to CR4
    EN_CR4_RSVD("CR4 bits that do not exist", "SDM vol 2 MOV", MANDATORY, DECIDES),
    EN_CR4_PAE_LMA("Clearing PAE in long mode", "SDM 4.1.2", MANDATORY, DECIDES),
    EN_CR4_LA57_LMA("Changing LA57 in long mode", "SDM 4.1.2", MANDATORY, DECIDES),
    EN_CR4_PCIDE_LMA("Setting PCIDE outside long mode", "SDM 4.10.1", MANDATORY, DECIDES),
    EN_CR4_PCIDE_CR3("Setting PCIDE while CR3 bits 11:0 are not zero", "SDM 4.10.1", MANDATORY, DECIDES),
    EN_CR4_SMEPSMAP("SMEP and SMAP may change at any time", "SDM 4.6", MANDATORY, DECIDES),
    EN_CR4_PKE("PKE enables RDPKRU and WRPKRU", "SDM 2.7; vol 2 WRPKRU", MANDATORY, DECIDES),
    EN_CR4_PDPTE("The PDPTE check comes before the change", "SDM 4.4.1", MANDATORY, DECIDES),

    // WRMSR to EFER
    EN_EFER_LME_PG("Changing LME while paging is on", "SDM 4.1.2", MANDATORY, DECIDES),
    EN_EFER_RSVD("EFER bits that do not exist", "SDM 4.1.4", MANDATORY, DECIDES),
    EN_EFER_LMA("EFER.LMA is read-only", "SDM 4.1.1; APM 3.1.7", MANDATORY, DECIDES),
    EN_EFER_NXE("NXE may change while paging is on", "SDM 4.1.1", MANDATORY, DECIDES),
    EN_TRANS_LM_LEGACY("No way between long mode and legacy paging with PG=1", "SDM 4.1.2", MANDATORY, SEMANTICS),

    // What may be cached
    C_DROP_ANY("Any entry may vanish at any time", "SDM 4.10.2.2, 4.10.3.1", PERMISSION, PERMITS),
    C_OPT("Caches are optional", "SDM 4.10.2.2, 4.10.3.1", PERMISSION, PERMITS),
    C_SPEC("Entries nobody asked for", "SDM 4.10.2.3, 4.10.3.1", PERMISSION, PERMITS),
    C_TLB_CONTENT("What a TLB entry holds", "SDM 4.10.2.2", MANDATORY, SEMANTICS),
    C_TLB_CREATE("What a TLB entry is made from", "SDM 4.10.2.3", MANDATORY, DECIDES),
    C_PSC_PML5E("The PML5E cache", "SDM 4.10.3.1", PERMISSION, RETAINS),
    C_PSC_PML4E("The PML4E cache", "SDM 4.10.3.1", PERMISSION, RETAINS),
    C_PSC_PDPTE("The PDPTE cache", "SDM 4.10.3.1", PERMISSION, RETAINS),
    C_PSC_PDE("The PDE cache", "SDM 4.10.3.1", PERMISSION, RETAINS),
    C_PSC_CREATE("What a paging-structure-cache entry is made from", "SDM 4.10.3.1", MANDATORY, DECIDES),
    C_PSC_USE("A walk may start from a cached entry", "SDM 4.10.3.2", PERMISSION, RETAINS),
    C_PSC_RIGHTS("Cached upper rights are part of the result", "SDM 4.10.3.1", MANDATORY, RETAINS),
    C_NO_NP("What is not present or malformed is not cached", "SDM 4.10.2.3, 4.10.3.1", MANDATORY, DECIDES),
    C_NO_A0("What is not accessed is not cached", "SDM 4.10.2.3", MANDATORY, DECIDES),
    C_SETS("Several entries for one page", "SDM 4.10.2.3, 4.10.3.3", PERMISSION, RETAINS),
    C_SPLINTER("A large page cached as small ones", "SDM 4.10.2.3; APM 15.25.9", PERMISSION, RETAINS),
    C_SIZE_CHANGE("Two sizes after a size change", "SDM 4.10.2.3", PERMISSION, RETAINS),
    C_SIZE_BBM("How to change a page's size safely", "SDM 4.10.2.3", RuleStrength.DUTY, RuleKind.DUTY),
    C_STALE_RIGHTS("Stale rights", "SDM 4.10.2.3, 4.10.4.4", PERMISSION, RETAINS),
    C_STALE_D("A stale dirty flag", "SDM 4.10.4.3", PERMISSION, RETAINS),
    C_STALE_A("A stale accessed flag", "SDM 4.10.4.3", PERMISSION, RETAINS),
    C_STALE_PK("A stale protection key", "SDM 4.10.2.2", PERMISSION, RETAINS),
    C_GLOBAL_USE("Global entries serve every PCID", "SDM 4.10.2.4", PERMISSION, RETAINS),
    C_GLOBAL_PSC("Paging-structure caches have no global entries", "SDM 4.10.2.4", MANDATORY, DECIDES),
    C_GLOBAL_OFF("No global entries while PGE=0", "SDM 4.10.2.4", MANDATORY, DECIDES),
    C_PCID_TAG("Entries belong to the PCID they were made under", "SDM 4.10.1", MANDATORY, DECIDES),
    C_ROOT_NOT_TAG("The root is no tag", "SDM 4.10.1, 4.10.2.3", PERMISSION, RETAINS),
    C_MODE_NOT_TAG("Controls are no tag", "SDM 4.10.2; APM 15.16", PERMISSION, RETAINS),
    C_REUSE_ENTRY("One table at several levels", "SDM 4.10.3.3", PERMISSION, RETAINS),
    C_PDPTEREG("PDPTE registers are no cache", "SDM 4.4.1", MANDATORY, DECIDES),
    C_WALK_MONO("No walk outlives an invalidation", "SDM 4.10.4.1, 8.3", MANDATORY, SEMANTICS),

    // Operations that invalidate, and those that do not
    TLB_INVLPG("INVLPG", "SDM 4.10.4.1; vol 2 INVLPG", MANDATORY, REMOVES),
    TLB_INVLPG_LARGE("INVLPG covers the whole large page", "SDM 4.10.4.1", MANDATORY, REMOVES),
    TLB_INVLPG_AMD("INVLPG and INVPCID and upper levels on AMD", "APM 5.5.3, 3.1.7", MANDATORY, REMOVES),
    TLB_MOVCR3_NOPCID("MOV to CR3 with PCIDE=0", "SDM 4.10.4.1", MANDATORY, REMOVES),
    TLB_MOVCR3_FLUSH("MOV to CR3 with PCIDE=1 and bit 63 clear", "SDM 4.10.4.1", MANDATORY, REMOVES),
    TLB_MOVCR3_NOFLUSH("MOV to CR3 with PCIDE=1 and bit 63 set", "SDM 4.10.4.1", PERMISSION, RETAINS),
    TLB_MOVCR3_SER("These instructions serialise", "SDM 8.3", MANDATORY, SEMANTICS),
    TLB_CR4_PGE("MOV to CR4 changing PGE", "SDM 4.10.4.1", MANDATORY, REMOVES),
    TLB_CR4_PCIDE_OFF("MOV to CR4 clearing PCIDE", "SDM 4.10.4.1", MANDATORY, REMOVES),
    TLB_CR4_PCIDE_ON("MOV to CR4 setting PCIDE", "SDM 4.10.4.1", PERMISSION, RETAINS),
    TLB_CR4_PAE("MOV to CR4 changing PAE", "SDM 4.10.4.1, 11.9; APM 5.5.3", MANDATORY, REMOVES),
    TLB_CR4_PSE("MOV to CR4 changing PSE", "SDM 11.9; APM 5.5.3", MANDATORY, REMOVES),
    TLB_CR4_SMEP("MOV to CR4 setting SMEP", "SDM 4.10.4.1", MANDATORY, REMOVES),
    TLB_CR4_PKE("MOV to CR4 setting PKE on AMD", "APM 5.5.3", MANDATORY, REMOVES),
    TLB_CR4_OTHER("MOV to CR4 changing other bits", "SDM 4.10.4.1", PERMISSION, RETAINS),
    TLB_CR4_LA57("MOV to CR4 changing LA57", "SDM 4.1.2", PERMISSION, SEMANTICS),
    TLB_CR0_PG("MOV to CR0 changing PG", "SDM 4.10.4.1, 11.9; APM 5.5.3", MANDATORY, REMOVES),
    TLB_CR0_PE("MOV to CR0 changing PE", "SDM 11.9", PERMISSION, REMOVES),
    TLB_CR0_WP("MOV to CR0 changing WP", "SDM 4.10.4.1; APM 5.5.3", PERMISSION, RETAINS),
    TLB_CR0_CDNW("MOV to CR0 changing CD or NW", "SDM 4.10.4.1", PERMISSION, RETAINS),
    TLB_NXE("WRMSR changing EFER.NXE", "SDM 4.10.2.2; APM 15.16.1", PERMISSION, RETAINS),
    TLB_LME("WRMSR changing EFER.LME", "SDM 4.1.2", MANDATORY, SEMANTICS),
    TLB_TASK("A task switch that changes CR3", "SDM 4.10.4.1, 7.3", MANDATORY, REMOVES),
    TLB_PF("A page fault", "SDM 4.10.4.1", MANDATORY, REMOVES),
    TLB_PF_ONCE("A spurious fault does not repeat", "SDM 4.10.4.3", MANDATORY, SEMANTICS),
    TLB_MTRR("WRMSR to a memory-type range register", "SDM 11.9; APM 5.5.3", MANDATORY, REMOVES),
    TLB_SMM("SMI and RSM", "SDM 34.3, 34.14; APM 5.5.3", MANDATORY, REMOVES),
    TLB_WBINVD_NONE("Operations that invalidate nothing", "SDM 4.10.4.1", PERMISSION, RETAINS),

    // What software may skip, and what it must do
    S_OPT_P01("P from 0 to 1", "SDM 4.10.4.3", RuleStrength.DUTY, RuleKind.DUTY),
    S_OPT_A01("A from 0 to 1", "SDM 4.10.4.3", RuleStrength.DUTY, RuleKind.DUTY),
    S_OPT_RW01("R/W from 0 to 1", "SDM 4.10.4.3", RuleStrength.DUTY, RuleKind.DUTY),
    S_OPT_US01("U/S from 0 to 1", "SDM 4.10.4.3", RuleStrength.DUTY, RuleKind.DUTY),
    S_OPT_XD10("XD from 1 to 0", "SDM 4.10.4.3", RuleStrength.DUTY, RuleKind.DUTY),
    S_OPT_A10("A from 1 to 0", "SDM 4.10.4.3", RuleStrength.DUTY, RuleKind.DUTY),
    S_OPT_D10("D from 1 to 0", "SDM 4.10.4.3", RuleStrength.DUTY, RuleKind.DUTY),
    S_REQ_LEAF("Any other change of a leaf entry", "SDM 4.10.4.2", RuleStrength.DUTY, RuleKind.DUTY),
    S_REQ_NONLEAF("A change of a non-leaf entry", "SDM 4.10.4.2", RuleStrength.DUTY, RuleKind.DUTY),
    S_REQ_PDPTE("A change of a PAE PDPTE", "SDM 4.10.4.2", RuleStrength.DUTY, RuleKind.DUTY),
    S_DELAY("Invalidating late", "SDM 4.10.4.4", PERMISSION, RETAINS),
    S_DELAY_PSC("Table pages after they were unlinked", "SDM 4.10.4.4", PERMISSION, RETAINS),
    C_AMD_REWALK("AMD confirms a fault from memory", "APM 5.5.3", MANDATORY, DECIDES),
    C_AMD_UPGRADE("AMD honours a lifted restriction at once", "APM 5.5.3", MANDATORY, DECIDES),
    C_AMD_DWALK("AMD sets D below cached upper levels", "APM 5.5.3", PERMISSION, RETAINS),

    // INVPCID
    INVPCID_UD("INVPCID where it does not exist", "SDM vol 2 INVPCID", MANDATORY, DECIDES),
    INVPCID_PRIV("INVPCID needs CPL 0", "SDM vol 2 INVPCID", MANDATORY, DECIDES),
    INVPCID_GP_TYPE("INVPCID types above 3", "SDM vol 2 INVPCID", MANDATORY, DECIDES),
    INVPCID_GP_RSVD("Reserved bits of the descriptor", "SDM vol 2 INVPCID", MANDATORY, DECIDES),
    INVPCID_GP_PCID("A PCID while PCIDE=0", "SDM vol 2 INVPCID", MANDATORY, DECIDES),
    INVPCID_GP_CANON("Type 0 and non-canonical addresses", "SDM vol 2 INVPCID", MANDATORY, DECIDES),
    TLB_INVPCID_0("INVPCID type 0, individual address", "SDM 4.10.4.1; vol 2 INVPCID", MANDATORY, REMOVES),
    TLB_INVPCID_1("INVPCID type 1, single context", "SDM 4.10.4.1; vol 2 INVPCID", MANDATORY, REMOVES),
    TLB_INVPCID_2("INVPCID type 2, everything", "SDM 4.10.4.1; vol 2 INVPCID", MANDATORY, REMOVES),
    TLB_INVPCID_3("INVPCID type 3, everything but globals", "SDM 4.10.4.1; vol 2 INVPCID", MANDATORY, REMOVES),
    INVPCID_PCIDE0("INVPCID while PCIDE=0", "SDM vol 2 INVPCID", MANDATORY, DECIDES),

    // INIT and RESET
    INIT_CR0("CR0 after INIT and RESET", "SDM 9.1; APM 14.1.3", MANDATORY, DECIDES),
    INIT_CR234("CR2, CR3 and CR4 after INIT and RESET", "SDM 9.1; APM 14.1.3", MANDATORY, DECIDES),
    INIT_EFER("EFER after INIT and RESET", "SDM 9.1; APM 14.1.3", MANDATORY, DECIDES),
    INIT_PKRU("PKRU and PKRS after INIT and RESET", "SDM 9.1; vol 2 WRPKRU", MANDATORY, DECIDES),
    INIT_TLB("INIT empties the TLBs", "SDM 9.1; APM 5.5.3", MANDATORY, REMOVES),
    RESET_TLB("RESET empties the TLBs", "SDM 9.1, 28.3.3.1", MANDATORY, REMOVES),
    RESET_MODE("Paging is off after INIT and RESET", "SDM 9.1.4", MANDATORY, DECIDES),

    // Several logical processors
    MP_NOCOH("No processor empties another one's caches", "SDM 4.10.5", MANDATORY, RETAINS),
    MP_TAG_LOCAL("A PCID means something on one processor only", "SDM 4.10.1", MANDATORY, DECIDES),
    MP_OWN_STORE("An own store is seen by the next access", "SDM 4.10.4.3", MANDATORY, DECIDES),
    MP_TORN("An entry written in two halves", "SDM 8.1.1", MANDATORY, SEMANTICS),
    MP_SPLITVIEW("Two processors see two pages", "SDM 4.10.5", PERMISSION, RETAINS),

    // Where the manuals leave a choice
    L_PSE36_WIDTH("Address bits of a 4 MB page beyond 36", "SDM 4.3", AMBIGUITY, PERMITS),
    L_PDPTE_SVM("PDPTE registers or PDPTEs on demand", "SDM 4.4.1; APM 5.5.3", AMBIGUITY, PERMITS),
    L_INVLPG_SPLINTER("Splinters of a former large page", "SDM 4.10.4.1", AMBIGUITY, RETAINS),
    L_SPURIOUS("Spurious faults", "SDM 4.10.4.3; APM 5.5.3", AMBIGUITY, RETAINS),
    L_UPGRADE("Lifted restrictions without an invalidation", "SDM 4.10.4.3; APM 5.5.3", AMBIGUITY, RETAINS),
    L_INIT_AMD("INIT and the TLBs", "SDM 9.1; APM 5.5.3, 14.1.3", AMBIGUITY, SEMANTICS),
    L_SMEP_AMD("Setting SMEP on AMD", "SDM 4.10.4.1; APM 5.5.3", AMBIGUITY, RETAINS),
    L_NXE("Changing NXE", "APM 15.16.1", AMBIGUITY, RETAINS),
    L_PSE_PAE_GLOBAL("Changing PSE or PAE", "SDM 4.10.4.1, 11.9; APM 5.5.3", AMBIGUITY, RETAINS),
    L_SMEP_GLOBAL("Setting SMEP and global entries", "SDM 4.10.4.1", AMBIGUITY, RETAINS),
    L_PF_GLOBAL("A page fault and global entries", "SDM 4.10.4.1", AMBIGUITY, RETAINS),
    L_AMD_NB8("Bit 8 of non-leaf entries", "SDM 4.5; APM 5.4", AMBIGUITY, PERMITS),
    L_ID_BIT("I/D with SMEP alone", "SDM 4.7; APM 8.4.2", AMBIGUITY, PERMITS),
    L_LMA_WRITE("Writing another value to EFER.LMA", "SDM 4.1.1; APM 3.1.7", AMBIGUITY, PERMITS),
    L_TSS16("A 16-bit TSS when long mode is entered", "SDM 9.8.5; APM 14.6", AMBIGUITY, PERMITS),
    L_D_FAULT("The dirty flag on a faulting write", "SDM 4.8; APM 5.4.2", AMBIGUITY, PERMITS),
    L_A_FAULT("The accessed flag on a faulting walk", "SDM 4.8; APM 5.4.2", AMBIGUITY, PERMITS),
    L_MOVCR3_OLD("MOV to CR3 and the PCID it leaves", "SDM 4.10.4.1", AMBIGUITY, RETAINS),
    L_CR3_PCIDE_ON("Entries made before PCIDE was set", "SDM 4.10.1", AMBIGUITY, RETAINS),
    L_CR0_PG_ON("Setting PG", "SDM 4.10.4.1, 11.9; APM 5.5.3", AMBIGUITY, SEMANTICS);

    private final String title;
    private final String source;
    private final RuleStrength strength;
    private final RuleKind kind;

    Rule(String title, String source, RuleStrength strength, RuleKind kind) {
        this.title = title;
        this.source = source;
        this.strength = strength;
        this.kind = kind;
    }

    /** {@return the rule's name in reports and litmus files, such as {@code TLB-INVLPG}} */
    public String id() {
        return name().replace('_', '-');
    }

    /** {@return what the rule is about, in a few words} */
    public String title() {
        return title;
    }

    /** {@return the sections of the manuals it stands in} */
    public String source() {
        return source;
    }

    /** {@return how binding it is} */
    public RuleStrength strength() {
        return strength;
    }

    /** {@return what it does to the permitted outcomes} */
    public RuleKind kind() {
        return kind;
    }

    /**
     * {@return the rule with an ID}
     *
     * @throws IllegalArgumentException if there is none, with the nearest IDs in the message
     */
    public static Rule byId(String id) {
        for (Rule rule : values()) {
            if (rule.id().equals(id)) {
                return rule;
            }
        }
        throw new IllegalArgumentException(
                "there is no rule '" + id + "'; the nearest are " + String.join(", ", RuleIds.nearest(id)));
    }
}
