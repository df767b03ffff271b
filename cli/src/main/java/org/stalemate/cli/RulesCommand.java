package org.stalemate.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.properties.litmus.LitmusCorpus;
import org.stalemate.reports.RuleFamily;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The rules of the architecture. */
@Command(name = "rules", description = "Lists the rules of the architecture, or tells one of them.")
final class RulesCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The rule to tell, such as TLB-INVLPG.")
    private @Nullable String id;

    @Option(names = "--untested", description = "Lists those only that no litmus test of the corpus is about.")
    private boolean untested;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (id != null) {
            tell(rule(id), out);
        } else {
            Set<Rule> tested = LitmusCorpus.entries().stream()
                    .flatMap(entry -> entry.test().rules().stream())
                    .collect(Collectors.toSet());
            Arrays.stream(Rule.values())
                    .filter(rule -> !untested || !tested.contains(rule))
                    .forEach(rule -> out.println("%-22s %-10s %-9s %s"
                            .formatted(rule.id(), word(rule.strength()), word(rule.kind()), rule.title())));
        }
        out.flush();
        return ExitCodes.CONFORMS;
    }

    private static Rule rule(String id) {
        try {
            return Rule.byId(id.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void tell(Rule rule, PrintWriter out) {
        out.println(rule.id() + ": " + rule.title());
        out.println("  %s, %s; %s"
                .formatted(
                        word(rule.strength()),
                        word(rule.kind()),
                        RuleFamily.of(rule).title()));
        out.println("  " + rule.source());
        out.println();
        wrap(RuleBook.text(rule)).forEach(out::println);
        List<String> litmus = LitmusCorpus.entries().stream()
                .filter(entry -> entry.test().rules().contains(rule))
                .map(LitmusCorpus.Entry::path)
                .toList();
        out.println();
        out.println(litmus.isEmpty() ? "No litmus test is about it." : "Litmus tests about it:");
        litmus.forEach(path -> out.println("  " + path));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> wrap(String paragraph) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : paragraph.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                lines.append('\n');
                column = 0;
            } else if (column > 0) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString().lines().toList();
    }
}
