package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces references to the environment by their values, Kong's {@code {vault://env/NAME}} and deck's
 * {@code ${{ env "DECK_NAME" }}}, and puts what {@code <<} refers to in its place. Belongs to one compilation.
 */
public final class References {

    /** Marks deck's quotation marks before the text is read: inside a quoted scalar they would end it. */
    static final char QUOTE = '\uE000';

    /** A variable that a reference names is not set. */
    public static final DiagnosticKind UNSET = new DiagnosticKind(
            "kong.reference",
            Severity.ERROR,
            "a reference to the environment without a value",
            "Nothing is served.",
            "vault://env and deck's env take values from the environment of the process; Kong and deck refuse such a file too.",
            "Set the variable, or write the value.");

    private static final Pattern DECK = Pattern.compile("\\$\\{\\{\\s*env\\s+[\"'" + QUOTE
            + "]([A-Za-z0-9_]{1,200})[\"'" + QUOTE + "]\\s*(?:\\|\\s*(toBool|toInt|toFloat)\\s*)?\\}\\}");

    private static final Pattern QUOTED = Pattern.compile("(\\$\\{\\{\\s*env\\s+)\"([A-Za-z0-9_]{1,200})\"");

    private static final Pattern VAULT = Pattern.compile(
            "\\{vault://([A-Za-z0-9-]{1,64})/([A-Za-z0-9_.-]{1,200})(?:/([A-Za-z0-9_.-]{1,200}))?/?\\}");

    private final Environment environment;
    private final Report report;
    private final Map<String, String> vaults;
    private final IdentityHashMap<Node.Scalar, String> written = new IdentityHashMap<>();

    /**
     * References with the vaults of a configuration.
     *
     * @param vaults what stands before the names of variables, by the prefix of the vault
     */
    public References(Environment environment, Map<String, String> vaults, Report report) {
        this.environment = environment;
        this.vaults = vaults;
        this.report = report;
    }

    /** The text of a document in which deck's references are safe inside quotes; places stay the same. */
    public static String readable(String text) {
        return QUOTED.matcher(text).replaceAll("$1" + QUOTE + "$2" + QUOTE);
    }

    /** A scalar as a secret; its reference is the variable that its value came from. */
    public Secret secret(Node.Scalar scalar) {
        return new Secret(scalar.text(), written.getOrDefault(scalar, ""));
    }

    /** The node with values in place of references. */
    public Node resolve(Node node, String source) {
        return switch (node) {
            case Node.Scalar scalar -> scalar(scalar, source);
            case Node.Sequence s ->
                new Node.Sequence(
                        s.items().stream().map(i -> resolve(i, source)).toList(), s.line(), s.column());
            case Node.Mapping mapping -> mapping(mapping, source);
        };
    }

    private Node.Mapping mapping(Node.Mapping mapping, String source) {
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> own = new HashSet<>();
        mapping.entries().forEach(entry -> own.add(entry.key().text()));
        for (Node.Entry entry : mapping.entries()) {
            Node value = resolve(entry.value(), source);
            if (entry.key().text().equals("<<") && entry.key().plain()) {
                merged(value, own, entries);
            } else {
                entries.add(new Node.Entry(entry.key(), value));
            }
        }
        return new Node.Mapping(entries, mapping.line(), mapping.column());
    }

    /** Keys of the mapping itself win, then those of earlier mappings (YAML merge key). */
    private static void merged(Node value, Set<String> known, List<Node.Entry> entries) {
        switch (value) {
            case Node.Mapping from ->
                from.entries().stream()
                        .filter(entry -> known.add(entry.key().text()))
                        .forEach(entries::add);
            case Node.Sequence list -> list.items().forEach(item -> merged(item, known, entries));
            case Node.Scalar _ -> {}
        }
    }

    private Node.Scalar scalar(Node.Scalar scalar, String source) {
        String text = scalar.text();
        if (text.indexOf('{') < 0) {
            return scalar;
        }
        Matcher vault = VAULT.matcher(text);
        if (vault.matches()) {
            return vault(vault, scalar, source);
        }
        Matcher deck = DECK.matcher(text);
        return deck.find() ? deck(deck, scalar, source) : scalar;
    }

    private Node.Scalar deck(Matcher matcher, Node.Scalar scalar, String source) {
        StringBuilder value = new StringBuilder();
        StringBuilder reference = new StringBuilder();
        boolean typed = false;
        do {
            typed |= matcher.group(2) != null;
            matcher.appendReplacement(value, Matcher.quoteReplacement(variable(matcher.group(1), scalar, source)));
            reference.append("${env:").append(matcher.group(1)).append('}');
        } while (matcher.find());
        matcher.appendTail(value);
        return keep(value.toString(), scalar, reference.toString(), scalar.plain() || typed);
    }

    private Node.Scalar vault(Matcher matcher, Node.Scalar scalar, String source) {
        String vault = matcher.group(1);
        String prefix = vault.equals("env") ? "" : vaults.get(vault);
        if (prefix == null) {
            String message =
                    Shown.text(scalar.text()) + " (expected: the vault env, or the prefix of one under vaults)";
            report.add(UNSET, at(scalar, source), message, "");
            return scalar;
        }
        String name = (prefix + matcher.group(2)).replace('-', '_').toUpperCase(Locale.ROOT);
        String value = variable(name, scalar, source);
        if (matcher.group(3) != null) {
            value = member(value, matcher.group(3), scalar, source);
        }
        String reference = matcher.group(3) == null ? "${env:" + name + "}" : "";
        return keep(value, scalar, reference, false);
    }

    private String variable(String name, Node.Scalar scalar, String source) {
        Optional<String> value = environment.variable(name);
        if (value.isEmpty()) {
            String message = "the environment variable " + name + " is not set";
            report.add(UNSET, at(scalar, source), message, "set it for the gateway's process");
        }
        return value.orElse("");
    }

    /** A member of a JSON object in a variable, as Kong's env vault has it. */
    private String member(String json, String name, Node.Scalar scalar, String source) {
        List<Node> roots = dev.sekisho.dialect.document.NodeReader.read(json, 1, (l, c, code, message, fix) -> {})
                .roots();
        Optional<Node> member = roots.size() == 1 && roots.getFirst() instanceof Node.Mapping object
                ? object.get(name)
                : Optional.empty();
        if (member.isPresent() && member.get() instanceof Node.Scalar text && !text.isNull()) {
            return text.text();
        }
        String message =
                Shown.text(scalar.text()) + ": no such member (expected: a JSON object with it in the variable)";
        report.add(UNSET, at(scalar, source), message, "");
        return "";
    }

    private Node.Scalar keep(String value, Node.Scalar scalar, String reference, boolean plain) {
        Node.Scalar kept = new Node.Scalar(value, plain, scalar.line(), scalar.column());
        written.put(kept, reference);
        return kept;
    }

    private static Origin at(Node node, String source) {
        return new Origin(source, node.line(), node.column());
    }
}
