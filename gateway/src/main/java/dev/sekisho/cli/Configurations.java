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

    private Configurations() {}

    static ConfigurationSource source(Arguments arguments, List<Dialect> dialects) {
        List<Path> files = arguments.operands().stream().map(Path::of).toList();
        boolean strict = arguments.has(STRICT);
        List<Dialect> own = strict ? dialects.stream().map(Dialect::strict).toList() : dialects;
        return new ConfigurationSource(files, own, arguments.text(DIALECT));
    }
}
