package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Blocks of lines that are no directives: {@code map}, {@code geo}, {@code split_clients}, {@code types}. */
final class LineChecks {

    private static final String MAP_NUMBER = "invalid number of the map parameters";
    private static final String GEO_NUMBER = "invalid number of the geo parameters";
    private static final long WHOLE = 10_000; // hundredths of a per cent

    private final Directive owner;
    private final Scope scope;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private boolean hostnames;
    private boolean ranges;
    private boolean defaulted;
    private long percent;

    private LineChecks(Directive owner, Scope scope) {
        this.owner = owner;
        this.scope = scope;
    }

    static void addTo(Map<String, Check> checks) {
        checks.put("map", (directive, scope) -> {
            Word source = directive.args().getFirst();
            scope.value(source);
            scope.define(directive.args().get(1));
        });
        checks.put("geo", (directive, scope) -> {
            if (directive.args().size() == 2) {
                scope.registry()
                        .use(
                                scope.variable(directive.args().getFirst()),
                                directive.args().getFirst().at());
            }
            scope.define(directive.args().getLast());
        });
        checks.put("split_clients", (directive, scope) -> {
            scope.value(directive.args().getFirst());
            scope.define(directive.args().get(1));
        });
    }

    /** Checks the lines of a block. */
    static void check(Directive owner, Scope scope) {
        LineChecks lines = new LineChecks(owner, scope);
        for (Directive line : owner.inside()) {
            try {
                if (line.block().isPresent()) {
                    throw new Refusal("unexpected \"{\"", line.end());
                }
                lines.line(line);
            } catch (Refusal e) {
                scope.messages().add(Message.emerg(e.text(), line.end(), e.at()));
            }
        }
        if (owner.name().equals("split_clients") && lines.percent > WHOLE) {
            // nginx adds up behind the block, and names no line of it
            scope.messages()
                    .add(Message.emerg(
                            "percent total is greater than 100%",
                            owner.block().orElseThrow().end(), owner.at()));
        }
    }

    private void line(Directive line) throws Refusal {
        switch (owner.name()) {
            case "map" -> map(line);
            case "geo" -> geo(line);
            case "split_clients" -> split(line);
            case "types" -> types(line);
            default -> {}
        }
    }

    private void map(Directive line) throws Refusal {
        String key = line.name();
        if (line.args().isEmpty() && (key.equals("hostnames") || key.equals("volatile"))) {
            hostnames |= key.equals("hostnames");
            return;
        }
        if (line.args().size() != 1) {
            throw new Refusal(MAP_NUMBER, line.at());
        }
        value(line.args().getFirst());
        if (key.equals("default")) {
            if (defaulted) {
                throw new Refusal("duplicate default map parameter", line.at());
            }
            defaulted = true;
        } else if (key.startsWith("~")) {
            boolean caseless = key.startsWith("~*");
            scope.regex(key.substring(caseless ? 2 : 1), caseless, line.at());
        } else {
            key(line, key.startsWith("\\") ? key.substring(1) : key);
        }
    }

    private void value(Word word) throws Refusal {
        boolean single = word.text().startsWith("$") && word.text().substring(1).matches("\\w+");
        if (single && !Character.isDigit(word.text().charAt(1))) {
            scope.registry().use(scope.variable(word), word.at());
        } else {
            scope.value(word);
        }
    }

    private void key(Directive line, String key) throws Refusal {
        boolean wildcard = key.startsWith("*.") || key.startsWith(".") || key.endsWith(".*");
        if (hostnames && key.contains("*") && !wildcard) {
            throw new Refusal("invalid hostname or wildcard \"" + key + "\"", line.at());
        }
        if (!keys.add(key.toLowerCase(Locale.ROOT))) {
            throw new Refusal("conflicting parameter \"" + key.toLowerCase(Locale.ROOT) + "\"", line.at());
        }
    }

    private void geo(Directive line) throws Refusal {
        String key = line.name();
        if (line.args().isEmpty() && (key.equals("ranges") || key.equals("proxy_recursive"))) {
            if (key.equals("ranges") && !keys.isEmpty()) {
                throw new Refusal(
                        "the \"ranges\" directive must be the first directive inside \"geo\" block", line.at());
            }
            ranges |= key.equals("ranges");
            return;
        }
        if (line.args().size() != 1) {
            throw new Refusal(GEO_NUMBER, line.at());
        }
        String network = key.equals("proxy") || key.equals("delete") ? line.arg(0) : key;
        if (key.equals("default")) {
            geoDefault(line);
        } else if (ranges && !key.equals("proxy")) {
            range(line, network);
        } else {
            network(line, network, key.equals("proxy") || key.equals("delete"));
        }
    }

    private void geoDefault(Directive line) {
        if (defaulted && ranges) {
            scope.warn(line, "duplicate default geo range value: \"" + line.arg(0) + "\"");
        }
        defaulted = true;
        keys.add("default");
    }

    private void range(Directive line, String range) throws Refusal {
        keys.add(range);
        int dash = range.indexOf('-');
        boolean valid =
                dash > 0 && Address.isIpv4(range.substring(0, dash)) && Address.isIpv4(range.substring(dash + 1));
        if (!valid) {
            throw new Refusal("invalid range \"" + range + "\"", line.at());
        }
    }

    private void network(Directive line, String network, boolean plain) throws Refusal {
        if (!Networks.isNetwork(network)) {
            throw new Refusal("invalid network \"" + network + "\"", line.at());
        }
        if (Networks.hasLowBits(network)) {
            scope.warn(line, "low address bits of " + network + " are meaningless");
        }
        keys.add(network);
        if (!plain && values.containsKey(network)) {
            scope.warn(
                    line,
                    "duplicate network \"" + network + "\", value: \"" + line.arg(0) + "\", old value: \""
                            + values.get(network) + "\"");
        }
        values.put(network, line.arg(0));
    }

    private void split(Directive line) throws Refusal {
        if (line.name().equals("*")) {
            return;
        }
        String text = line.name();
        OptionalLong hundredths =
                text.endsWith("%") ? hundredths(text.substring(0, text.length() - 1)) : OptionalLong.empty();
        if (hundredths.orElse(0) == 0) {
            throw Refusal.of("invalid percent value", line.word());
        }
        percent += hundredths.getAsLong();
    }

    private static OptionalLong hundredths(String text) {
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        String part =
                dot < 0 ? "00" : (text.substring(dot + 1) + "00").substring(0, Math.max(2, text.length() - dot - 1));
        OptionalLong number = Values.number(whole + part);
        return part.length() > 2 || number.orElse(0) > Integer.MAX_VALUE ? OptionalLong.empty() : number;
    }

    private void types(Directive line) throws Refusal {
        if (line.name().equals("include") && line.args().size() != 1) {
            throw new Refusal("invalid number of arguments in \"include\" directive", line.at());
        }
        for (Word extension : line.args()) {
            String name = extension.text().toLowerCase(Locale.ROOT);
            String before = values.getOrDefault(name, "");
            if (values.put(name, line.name()) != null) {
                scope.warn(
                        line,
                        "duplicate extension \"" + extension.text() + "\", content type: \"" + line.name()
                                + "\", previous content type: \"" + before + "\"");
            }
        }
    }
}
