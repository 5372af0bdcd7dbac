package dev.sekisho;

import dev.sekisho.cli.Commands;
import dev.sekisho.cli.Console;
import dev.sekisho.cli.nginx.DiskFiles;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.kong.KongDialect;
import dev.sekisho.dialect.kong.plugin.Plugins;
import dev.sekisho.dialect.nginx.NginxDialect;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.dialect.yaml.YamlWriter;
import dev.sekisho.policy.Policies;
import java.util.List;

/** Start of the program, and its wiring. */
public final class Main {

    private Main() {}

    /** Runs the command that the arguments name; ends the process with its exit code. */
    public static void main(String[] args) {
        SecretSource secrets = SecretSource.system();
        List<Dialect> dialects = List.of(
                new KongDialect(new Plugins(Policies.configTypes()), secrets::env),
                new NginxDialect(new DiskFiles(), true),
                new YamlDialect(Policies.configTypes(), secrets));
        Commands commands =
                Commands.of(dialects, model -> new YamlWriter(Policies.configTypes()).write(model), Console.system());
        System.exit(commands.execute(args));
    }
}
