package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.Condition;
import dev.sekisho.dialect.nginx.directive.LocationName;
import dev.sekisho.dialect.nginx.regex.Pcre;
import dev.sekisho.dialect.nginx.syntax.Block;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a configuration of a tree in which {@code ConfigCheck} found no error; of others it may fail. */
public final class ConfigReader {

    private static final Set<String> LOOKUPS = Set.of("map", "geo", "split_clients");
    private static final Set<String> STATEMENTS = Set.of("set", "rewrite", "return", "break");

    private ConfigReader() {}

    /** The configuration. */
    public static NginxConfig read(ConfigTree tree) {
        Block main = tree.main();
        Settings settings = Settings.of(main.directives(), Settings.NONE);
        Settings events = Settings.of(only(main, "events"), settings);
        return new NginxConfig(settings, events, part(main, "http", settings), part(main, "stream", settings));
    }

    private static List<Directive> only(Block block, String name) {
        return block.directives().stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.inside().stream())
                .toList();
    }

    private static NginxConfig.Part part(Block main, String name, Settings outer) {
        List<Directive> inside = only(main, name);
        if (inside.isEmpty()) {
            return NginxConfig.Part.NONE;
        }
        Settings settings = Settings.of(inside, outer);
        boolean http = name.equals("http");
        return new NginxConfig.Part(
                settings,
                new ServerTable(named(inside, "server")
                        .map(each -> server(each, settings, http))
                        .toList()),
                named(inside, "upstream").map(Upstream::of).toList(),
                inside.stream()
                        .filter(each -> LOOKUPS.contains(each.name()))
                        .map(Lookup::of)
                        .toList(),
                inside.stream().flatMap(each -> Zone.of(each).stream()).toList());
    }

    private static Stream<Directive> named(List<Directive> directives, String name) {
        return directives.stream().filter(each -> each.name().equals(name));
    }

    private static Server server(Directive directive, Settings outer, boolean http) {
        List<Directive> inside = directive.inside();
        Settings settings = Settings.of(inside, outer);
        List<Listen> listens =
                new ArrayList<>(directive.inside("listen").map(Listen::of).toList());
        if (listens.isEmpty() && http) {
            listens.add(Listen.of(unwritten(directive, "listen", "80")));
        }
        List<ServerName> names = new ArrayList<>(directive
                .inside("server_name")
                .flatMap(each -> each.texts().stream())
                .map(ServerName::of)
                .toList());
        if (names.isEmpty() && http) {
            names.add(ServerName.of(""));
        }
        return new Server(directive, listens, names, settings, steps(inside, settings), locations(inside, settings));
    }

    /** A directive as nginx acts on where none is written. */
    private static Directive unwritten(Directive server, String name, String argument) {
        Origin at = server.at();
        return new Directive(
                new Word(name, Word.Quoting.NONE, at),
                List.of(new Word(argument, Word.Quoting.NONE, at)),
                Optional.empty(),
                at);
    }

    private static LocationTree locations(List<Directive> directives, Settings outer) {
        return new LocationTree(
                named(directives, "location").map(each -> location(each, outer)).toList());
    }

    private static Location location(Directive directive, Settings outer) {
        List<Directive> inside = directive.inside();
        Settings settings = Settings.of(inside, outer);
        LocationName name = LocationName.of(directive.texts()).orElseThrow();
        Optional<Settings> limitExcept = named(inside, "limit_except")
                .map(each -> Settings.ofCondition(each.inside(), settings))
                .findFirst();
        return new Location(
                directive,
                name,
                name.isRegex() ? regex(name) : Optional.empty(),
                settings,
                steps(inside, settings),
                locations(inside, settings),
                limitExcept);
    }

    private static Optional<Pcre> regex(LocationName name) {
        try {
            return Optional.of(Pcre.compile(name.path(), name.modifier() == LocationName.Modifier.CASELESS_REGEX));
        } catch (Pcre.InvalidRegexException e) {
            return Optional.empty();
        }
    }

    private static List<Step> steps(List<Directive> directives, Settings settings) {
        List<Step> steps = new ArrayList<>();
        for (Directive each : directives) {
            if (STATEMENTS.contains(each.name())) {
                steps.add(new Step.Statement(each));
            } else if (each.name().equals("if")) {
                Settings inside = Settings.ofCondition(each.inside(), settings);
                Condition.of(each.args())
                        .ifPresent(condition ->
                                steps.add(new Step.If(each, condition, inside, steps(each.inside(), inside))));
            }
        }
        return steps;
    }
}
