package dev.sekisho.cli;

import dev.sekisho.dialect.Dialect;
import dev.sekisho.server.ConfigurationSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name a configuration, the same for every command that reads one. */
final class ConfigurationFiles {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Configuration files, read together as one.")
    private List<Path> files = List.of();

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description = "The language of the files; left out, it is recognised from their content.")
    private Optional<String> dialect = Optional.empty();

    ConfigurationSource source(List<Dialect> dialects) {
        return new ConfigurationSource(files, dialects, dialect);
    }
}
