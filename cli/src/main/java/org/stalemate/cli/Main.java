package org.stalemate.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Entry point of the {@code stalemate} command. */
@Command(
        name = "stalemate",
        description = "Does this MMU ever use a translation that it had to forget?",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the subject conforms, or what was asked for is done",
            "1:a divergence was found",
            "2:the command cannot be carried out as given",
            "3:the subject failed instead of giving an outcome"
        },
        subcommands = {
            CertifyCommand.class,
            HuntCommand.class,
            ReportCommand.class,
            ReplayCommand.class,
            ImageCommand.class,
            LitmusCommand.class,
            FaultsCommand.class,
            RulesCommand.class
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Shows where in the program an error arose.")
    private boolean stacktrace;

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(execute(out, err, args));
    }

    /** {@return the exit code of the command} */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, _, _) -> main.fail(e, err))
                .setParameterExceptionHandler((e, _) -> refuse(e, err));
        try {
            return line.execute(args);
        } catch (Error e) {
            return main.fail(e, err);
        }
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int refuse(ParameterException e, PrintWriter err) {
        String problem = firstLine(e);
        err.println("stalemate: " + problem + (problem.endsWith("?") ? "" : ";") + " see '"
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
        return ExitCodes.USAGE;
    }

    private int fail(Throwable e, PrintWriter err) {
        boolean users = Errors.isUsers(e);
        if (stacktrace) {
            e.printStackTrace(err);
        } else if (users) {
            err.println("stalemate: " + firstLine(e));
        } else {
            err.println("stalemate: internal error, " + e.getClass().getSimpleName() + ": " + firstLine(e)
                    + " (--stacktrace shows where)");
        }
        return ExitCodes.USAGE;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"stalemate " + (version == null ? "(not packaged)" : version)};
        }
    }
}
