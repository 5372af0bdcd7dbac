package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.model.Model;
import java.util.List;
import java.util.function.Function;

/** Prints a configuration in Sekisho's own language. */
final class ConvertCommand implements Command {

    private final List<Dialect> dialects;
    private final Function<Model, String> writer;
    private final Console console;

    ConvertCommand(List<Dialect> dialects, Function<Model, String> writer, Console console) {
        this.dialects = dialects;
        this.writer = writer;
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "convert",
                "Prints a configuration as Sekisho YAML.",
                "Several files become one, in the order of the reference, without what has its default value. Findings "
                        + "go to standard error; with errors nothing is printed, and the exit code is 2. References to "
                        + "secrets stay references; a secret that stood in the clear is printed as [redacted].",
                Configurations.FILE,
                "",
                List.of(Configurations.DIALECT, Configurations.STRICT, Configurations.KONG_HEADERS),
                List.of("sekisho convert gateway.yaml > sekisho.yaml"));
    }

    @Override
    public int run(Arguments arguments) {
        Compilation compilation = Configurations.source(arguments, dialects).compile();
        Diagnostics.print(compilation.diagnostics(), console.err());
        if (compilation.failed()) {
            return ExitCodes.REFUSED;
        }
        console.out().print(writer.apply(compilation.model()));
        console.out().flush();
        return ExitCodes.OK;
    }
}
