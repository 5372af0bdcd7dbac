package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.regex.Pcre;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.dialect.nginx.variables.Template;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A block while it is checked: what stood in it so far, and what surrounds it. For one thread. */
final class Scope {

    private final Context context;
    private final Optional<Scope> parent;
    private final Optional<Directive> owner;
    private final Registry registry;
    private final List<Message> messages;
    private final Map<String, List<Directive>> seen = new HashMap<>();
    private final List<Scope> children = new ArrayList<>();

    Scope(
            Context context,
            Optional<Scope> parent,
            Optional<Directive> owner,
            Registry registry,
            List<Message> messages) {
        this.context = context;
        this.parent = parent;
        this.owner = owner;
        this.registry = registry;
        this.messages = messages;
    }

    /** The block of a directive that stands in this one. */
    Scope child(Directive block, Registry registry) {
        Scope child =
                new Scope(context.inside(block.name()), Optional.of(this), Optional.of(block), registry, messages);
        children.add(child);
        return child;
    }

    Context context() {
        return context;
    }

    Optional<Scope> parent() {
        return parent;
    }

    /** The directive whose braces these are; none outside all braces. */
    Optional<Directive> owner() {
        return owner;
    }

    Registry registry() {
        return registry;
    }

    List<Scope> children() {
        return children;
    }

    List<Message> messages() {
        return messages;
    }

    /** Notes that a directive stands here. */
    void add(Directive directive) {
        seen.computeIfAbsent(directive.name(), name -> new ArrayList<>()).add(directive);
    }

    boolean has(String name) {
        return seen.containsKey(name);
    }

    /** The directives of that name in this block so far, in order. */
    List<Directive> all(String name) {
        return seen.getOrDefault(name, List.of());
    }

    Optional<Directive> first(String name) {
        return all(name).stream().findFirst();
    }

    /** The first directive of that name in this block or, where it has none, around it. */
    Optional<Directive> inherited(String name) {
        Optional<Directive> here = first(name);
        return here.isPresent() ? here : parent.flatMap(around -> around.inherited(name));
    }

    void warn(Directive directive, String text) {
        messages.add(new Message(Message.Level.WARN, text, directive.end(), directive.at()));
    }

    /** A text with variables: notes that they are used. */
    Template value(Word word) throws Refusal {
        return value(word.text(), word.at());
    }

    Template value(String text, Origin at) throws Refusal {
        try {
            Template template = Template.parse(text);
            template.variables().forEach(variable -> registry.use(variable.name(), at));
            return template;
        } catch (Template.InvalidTemplateException e) {
            throw new Refusal(e.text(), at);
        }
    }

    /** A variable alone: {@code $name}. Gives its name. */
    String variable(Word word) throws Refusal {
        if (!word.text().startsWith("$")) {
            throw Refusal.of("invalid variable name", word);
        }
        return word.text().substring(1).toLowerCase(Locale.ROOT);
    }

    /** The same, which is defined by it. */
    String define(Word word) throws Refusal {
        String name = variable(word);
        if (name.isEmpty()) {
            throw Refusal.of("invalid variable name", word);
        }
        if (registry.builtIn().isFixed(name)) {
            throw new Refusal("the duplicate \"" + name + "\" variable", word.at());
        }
        registry.define(name);
        return name;
    }

    /** A regular expression; the names of its groups are variables. */
    void regex(String text, boolean caseless, Origin at) throws Refusal {
        try {
            Pcre.compile(text, caseless).names().forEach(registry::define);
        } catch (Pcre.InvalidRegexException e) {
            if (e.isCertain()) {
                throw new Refusal(e.text(), at);
            }
        }
    }
}
