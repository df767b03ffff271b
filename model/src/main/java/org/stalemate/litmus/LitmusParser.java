package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * Reads litmus texts. A text is made of lines, in this order:
 *
 * <pre>
 * # Plain prose on top. A comment starts with '#' and a blank, or an empty '#'.
 * name: 210-invlpg
 * rules: TLB-INVLPG, C-STALE-RIGHTS           # optional, like all that follows up to the tables
 * profile: UNION                              # or INTEL or AMD, with STRICT or without
 * maxphyaddr: 46
 * features: PCID INVPCID PAGE_1G NX SMEP SMAP # or none; all but LA57 unless given
 * processors: 1
 * paging: 4-level                             # or none, 32-bit, PAE, 5-level: what the registers are by default
 *
 * table root at 0x10                          # a frame with listed contents: zero but for the entries below
 * table pdpt at 0x11
 * root[0] -&gt; pdpt P RW US A                   # an entry: a table, or page and a frame number, then the bits that are set
 * pdpt[1] -&gt; page 0x40000 P RW US A D PS G XD # bits without a name are bit9 to bit62
 * pdpt[2] = 0x8000000000000000                # or just its value
 * pdpt[3] -&gt; page 0x80000 P RW US PS key 3 XD # a protection key in bits 62:59
 * table pd at 0x12 of 4-byte entries          # 32-bit paging: pd[0] to pd[1023], two in each word; a large page may lie
 * pd[1] -&gt; page 0x100400 P RW US A D PS       #   above 4 GB, as PSE-36 has it
 * x = 0x1000                                  # a linear page
 * CR4 = +SMEP                                 # registers: bits to add to or take from the default, all bits, or a number
 * CR3 = root pcid 1                           # by default the first table, and PCID 0
 * PKRU = AD1 WD3                              # access and write disabled by key; PKRS likewise
 * P1: state = CPL 3 AC 32-bit                 # of one logical processor; of all without the prefix
 *
 * load x+0x8                                  # steps; with P0: before them if there are several logical processors
 * store x 0x10
 * fetch x
 * exchange x 0x10
 * implicit load x                             # by the processor itself
 * split load x+0xffc                          # 8 bytes, the last 4 of x and the first 4 of the page behind it
 * split store x+0xffc 0x10
 * emulated store x 0x10                       # any access, by the hypervisor's software walker
 * entry pdpt[1] := page 0x80000 P RW US A D PS
 * entry pdpt[1] low := page 0x80000 P RW      # 4 bytes of it, low or high; the high half is a number
 * entry pd[1] := page 0x800 P RW US A D PS    # 4 bytes, as the table has them
 * entry pd[2..3] := 0x10                      # 8 bytes
 * read entry pdpt[1]                          # always 8 bytes, so pd[2..3] of a table of 4-byte entries
 * MOV CR0 -WP                                 # relative to the operand before, whether or not that was legal
 * MOV CR3 root pcid 1 noflush                 # or a number, which is the whole operand
 * MOV CR4 +PGE
 * LMSW PE TS
 * WRMSR EFER +NXE
 * WRPKRU AD1                                  # absolute or relative, as all of these
 * WRMSR PKRS +WD1
 * WRMSR MTRR
 * read CR2
 * INVLPG x
 * INVPCID 0 pcid 1 x                          # or, with reserved bits, descriptor 0x1001 in place of pcid 1
 * state CPL 3                                 # what is not said is CPL 0, AC clear, 64-bit
 * INIT
 * RESET
 * INIT-AND-BRING-UP root pcid 5
 *   permitted: loaded from page 0x40000 | page 0x80000 | #PF(P W U I PK) at x     # about the step above
 *   permitted exactly: done | loaded 0x10 | loaded A=1 D=0 | stored to page 0x40000
 *   permitted: exchanged A=1 D=0 page 0x40000 | exchanged 0x10
 *   permitted: loaded from page 0x200 and page 0x201 | page 0x210 and any page | loaded 5 from any page and any page
 *   permitted: stored to page 0x200 and page 0x201                                # by an access that crosses a page
 *   forbidden: #PF | #GP(0) | #UD | value PE PG
 *   observed: done                            # the outcome that the scenario goes on with
 * </pre>
 */
public final class LitmusParser {
    private final Symbols symbols = new Symbols();
    private final Operands operands = new Operands(symbols);
    private final PatternParser patterns = new PatternParser(operands);
    private final PlatformParser header = new PlatformParser(operands);
    private final List<String> description = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private @Nullable Platform platform;
    private @Nullable StartParser startParser;
    private @Nullable Start start;
    private @Nullable StepParser stepParser;

    private LitmusParser() {}

    /**
     * {@return the test that a text describes}
     *
     * @throws LitmusSyntaxException if it describes none
     */
    public static LitmusTest parse(String text) {
        LitmusParser parser = new LitmusParser();
        int number = 0;
        boolean onTop = true;
        for (String raw : text.lines().toList()) {
            number++;
            Line line = new Line(number, raw);
            if (!line.isEmpty()) {
                onTop = false;
                parser.accept(line);
            } else if (onTop && raw.strip().startsWith("#")) {
                parser.description.add(raw.strip().substring(1).strip());
            }
        }
        return parser.finish(new Line(number + 1, ""));
    }

    private void accept(Line line) {
        if (PlatformParser.owns(line)) {
            if (startParser != null) {
                throw line.error("'" + line.peek() + ":' belongs on top, before tables and steps");
            }
            header.parse(line);
        } else if (StartParser.owns(line)) {
            if (start != null) {
                throw line.error("tables, pages and registers belong before the first step");
            }
            startParser().parse(line);
        } else if (PatternParser.owns(line)) {
            if (steps.isEmpty()) {
                throw line.error("an expectation belongs below the step that it is about");
            }
            expectations.add(patterns.parse(line, steps.size() - 1, steps.getLast()));
        } else {
            steps.add(stepParser().parse(line));
        }
    }

    private LitmusTest finish(Line end) {
        String name = header.name();
        if (name == null) {
            throw end.error("the test has no name; say 'name: NAME' on top");
        }
        try {
            Scenario scenario = new Scenario(start(), steps);
            return new LitmusTest(name, description, header.rules(), scenario, expectations);
        } catch (IllegalArgumentException e) {
            throw end.error(String.valueOf(e.getMessage()));
        }
    }

    private Platform platform() {
        if (platform == null) {
            platform = header.platform();
        }
        return platform;
    }

    private StartParser startParser() {
        if (startParser == null) {
            startParser = new StartParser(symbols, operands, platform(), header.paging());
        }
        return startParser;
    }

    private Start start() {
        if (start == null) {
            start = startParser().start();
        }
        return start;
    }

    private StepParser stepParser() {
        if (stepParser == null) {
            stepParser = new StepParser(operands, start());
        }
        return stepParser;
    }
}
