package dev.sekisho.cli;

import dev.sekisho.cli.nginx.DiskFiles;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.kong.KongDialect;
import dev.sekisho.dialect.kong.plugin.Plugins;
import dev.sekisho.dialect.nginx.NginxDialect;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.dialect.yaml.YamlWriter;
import dev.sekisho.policy.Policies;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs commands in this JVM. */
final class Cli {

    static final List<Dialect> DIALECTS = List.of(
            new KongDialect(new Plugins(Policies.configTypes()), SecretSource.system()::env),
            new NginxDialect(new DiskFiles(), true),
            new YamlDialect(Policies.configTypes(), SecretSource.system()));

    private Cli() {}

    /** What a command came to. */
    record Result(int code, String out, String err) {}

    static Result run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        int code = Commands.of(DIALECTS, new YamlWriter(Policies.configTypes())::write, console)
                .execute(words);
        return new Result(code, out.toString(), err.toString());
    }
}
