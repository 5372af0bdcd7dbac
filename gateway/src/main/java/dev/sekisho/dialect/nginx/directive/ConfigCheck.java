package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.directive.Registry.Zone;
import dev.sekisho.dialect.nginx.syntax.Block;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.dialect.nginx.syntax.Message.Level;
import dev.sekisho.dialect.nginx.variables.VariableTable;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether nginx would load a configuration. Directives are checked in the order in which nginx meets them, so the first
 * error is the one with which nginx ends; those behind it are what it would find next. Files that directives name, names of
 * hosts and users are not looked at. For one thread and one configuration.
 */
public final class ConfigCheck {

    private final DirectiveTable table = DirectiveTable.standard();
    private final List<Message> messages = new ArrayList<>();
    private final Set<Directive> refused = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Zone> zones = new LinkedHashMap<>();
    private final Registry http = new Registry(VariableTable.http(), zones);
    private final Registry stream = new Registry(VariableTable.stream(), zones);

    /**
     * What came of it.
     *
     * @param messages all that nginx would say, errors and warnings
     * @param isRead whether nginx reads all files and only then finds what is wrong, if anything
     * @param sound the tree without the directives that nginx refuses
     */
    public record Result(List<Message> messages, boolean isRead, ConfigTree sound) {

        /** Copies the list. */
        public Result {
            messages = List.copyOf(messages);
        }

        /** The error with which nginx would end. */
        public Optional<Message> error() {
            return firstError(messages);
        }
    }

    private ConfigCheck() {
        http.formats().add("combined");
    }

    /** Checks a configuration. */
    public static Result check(ConfigTree tree) {
        return new ConfigCheck().result(tree);
    }

    /** The first of the messages that is no warning. */
    static Optional<Message> firstError(List<Message> messages) {
        return messages.stream().filter(each -> each.level() != Level.WARN).findFirst();
    }

    private Result result(ConfigTree tree) {
        Scope main = new Scope(Context.MAIN, Optional.empty(), Optional.empty(), http, messages);
        block(tree.main(), main);
        tree.fault().ifPresent(messages::add);
        boolean isRead = firstError(messages).isEmpty();
        if (isRead) {
            afterwards(main);
        }
        return new Result(messages, isRead, new ConfigTree(sound(tree.main()), Optional.empty(), tree.files()));
    }

    private Block sound(Block block) {
        return new Block(
                block.directives().stream()
                        .filter(each -> !refused.contains(each))
                        .map(each -> new Directive(
                                each.word(), each.args(), each.block().map(this::sound), each.end()))
                        .toList(),
                block.end(),
                block.closed());
    }

    /** What nginx finds when all files are read. */
    private void afterwards(Scope main) {
        if (!main.has("events")) {
            messages.add(Message.emerg("no \"events\" section in configuration", Origin.NONE, Origin.NONE));
        }
        zones.forEach((name, zone) -> {
            if (zone.size() == 0) {
                messages.add(Message.emerg("zero size shared memory zone \"" + name + "\"", Origin.NONE, zone.at()));
            }
        });
    }

    private void block(Block block, Scope scope) {
        for (Directive directive : block.directives()) {
            try {
                directive(directive, scope);
            } catch (Refusal e) {
                messages.add(Message.emerg(e.text(), directive.end(), e.at()));
                refused.add(directive);
            }
        }
    }

    private void directive(Directive directive, Scope scope) throws Refusal {
        DirectiveSpec spec = spec(directive, scope.context());
        if (spec.isBlock() != directive.block().isPresent()) {
            String problem = spec.isBlock() ? "has no opening \"{\"" : "is not terminated by \";\"";
            throw new Refusal("directive \"" + directive.name() + "\" " + problem, directive.at());
        }
        if (!spec.arguments().fits(directive.args().size())) {
            throw new Refusal("invalid number of arguments in \"" + directive.name() + "\" directive", directive.at());
        }
        KindChecks.check(spec, directive, scope);
        OwnChecks.of(directive.name(), scope.context()).check(directive, scope);
        scope.add(directive);
        if (directive.block().isPresent()) {
            inside(directive, directive.block().get(), scope);
        }
    }

    private DirectiveSpec spec(Directive directive, Context context) throws Refusal {
        List<DirectiveSpec> named = table.named(directive.name());
        if (named.isEmpty()) {
            throw new Refusal("unknown directive \"" + directive.name() + "\"", directive.at());
        }
        return named.stream()
                .filter(spec -> spec.contexts().contains(context))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal("\"" + directive.name() + "\" directive is not allowed here", directive.at()));
    }

    private void inside(Directive directive, Block block, Scope scope) {
        Registry registry = directive.name().equals("stream") ? stream : scope.registry();
        Scope inside = scope.child(directive, registry);
        int before = messages.size();
        if (inside.context() == Context.LINES) {
            LineChecks.check(directive, inside);
        } else {
            block(block, inside);
        }
        if (block.closed()
                && firstError(messages.subList(before, messages.size())).isEmpty()) {
            EndChecks.check(directive, inside);
        }
    }
}
