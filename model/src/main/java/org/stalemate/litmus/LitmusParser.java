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
 *
 * table root at 0x10                          # a frame with listed contents: zero but for the entries below
 * table pdpt at 0x11
 * root[0] -&gt; pdpt P RW US A                   # an entry: a table, or page and a frame number, then the bits that are set
 * pdpt[1] -&gt; page 0x40000 P RW US A D PS G XD # bits without a name are bit9 to bit62
 * pdpt[2] = 0x8000000000000000                # or just its value
 * x = 0x1000                                  # a linear page
 * CR4 = +SMEP                                 # registers: bits to add to or take from the default, all bits, or a number
 * CR3 = root pcid 1                           # by default the first table, and PCID 0
 * P1: state = CPL 3 AC 32-bit                 # of one logical processor; of all without the prefix
 *
 * load x+0x8                                  # steps; with P0: before them if there are several logical processors
 * store x 0x10
 * fetch x
 * entry pdpt[1] := page 0x80000 P RW US A D PS
 * read entry pdpt[1]
 * MOV CR0 -WP                                 # relative to the operand before, whether or not that was legal
 * MOV CR3 root pcid 1 noflush                 # or a number, which is the whole operand
 * MOV CR4 +PGE
 * WRMSR EFER +NXE
 * read CR2
 * INVLPG x
 * INVPCID 0 pcid 1 x                          # or, with reserved bits, descriptor 0x1001 in place of pcid 1
 * state CPL 3                                 # what is not said is CPL 0, AC clear, 64-bit
 * INIT
 * RESET
 * INIT-AND-BRING-UP root pcid 5
 *   permitted: loaded from page 0x40000 | page 0x80000 | #PF(P W U RSVD I) at x   # about the step above
 *   permitted exactly: done | loaded 0x10 | loaded A=1 D=0 | stored to page 0x40000
 *   forbidden: #PF | #GP(0) | #UD | value PE PG | not-modelled PAE
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
            startParser = new StartParser(symbols, operands, platform());
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
