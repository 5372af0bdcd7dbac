package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.server.ConfigurationSource;
import java.nio.file.Path;
import java.util.List;

/** The arguments that name a configuration, the same for every command that reads one. */
final class Configurations {

    /** What an operand is. */
    static final String FILE = "FILE";

    /** The option that names the language. */
    static final Option DIALECT =
            Option.of("--dialect", "NAME", "The language of the files. Left out, it is recognised from their content.");

    /** The option that turns repairs off. */
    static final Option STRICT = Option.flag(
            "--strict",
            "Serve a foreign configuration as its own product would: nothing of it is repaired. Of check: exit with 1 where there are warnings only.");
    /** The option by which answers have the form of the product whose language the files are in. */
    static final Option KONG_HEADERS = Option.flag(
            "--kong-headers",
            "With files of Kong's: answer as Kong 3.x does, with its error bodies, X-Kong-* fields, Via and Server, and tell "
                    + "services X-Forwarded-Path and -Prefix. Left out, answers are the gateway's own.");

    private Configurations() {}

    /** The dialects as the arguments want them. */
    static List<Dialect> dialects(Arguments arguments, List<Dialect> dialects) {
        return dialects.stream()
                .map(dialect -> arguments.has(STRICT) ? dialect.strict() : dialect)
                .map(dialect -> arguments.has(KONG_HEADERS) ? dialect.inFormOfProduct() : dialect)
                .toList();
    }

    static ConfigurationSource source(Arguments arguments, List<Dialect> dialects) {
        List<Path> files = arguments.operands().stream().map(Path::of).toList();
        return new ConfigurationSource(files, dialects(arguments, dialects), arguments.text(DIALECT));
    }
}
