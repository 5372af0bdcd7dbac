package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.directive.Condition;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.dialect.nginx.variables.VariableTable;
import dev.sekisho.policy.steps.Step.BreakStep;
import dev.sekisho.policy.steps.Step.CloseStep;
import dev.sekisho.policy.steps.Step.Flag;
import dev.sekisho.policy.steps.Step.GotoStep;
import dev.sekisho.policy.steps.Step.ReturnStep;
import dev.sekisho.policy.steps.Step.RewriteStep;
import dev.sekisho.policy.steps.Step.SearchStep;
import dev.sekisho.policy.steps.Step.SetStep;
import dev.sekisho.policy.steps.Step.Test;
import dev.sekisho.policy.steps.Step.WhenStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The module rewrite's directives of one place as steps. Belongs to one translation. */
final class Program {

    private static final int CLOSE = 444; // nginx's own: the connection ends without an answer
    private static final String PATHS = "(?s)\\$\\{?(?:document_|request_)?uri\\b.*"; // what always begins with /
    private static final Set<String> REWRITES = Set.of("set", "rewrite", "return", "break");

    private final Place place;
    private final Conditional conditional;
    private final boolean ofServer;

    /** Makes routes of conditions that have settings of their own. */
    @FunctionalInterface
    interface Conditional {

        /**
         * The route of an {@code if}.
         *
         * @param condition the {@code if}
         * @param rest the steps behind it, which nginx goes on with
         * @return its name
         */
        String route(Step.If condition, List<Step> rest);
    }

    /**
     * Of a place.
     *
     * @param ofServer whether a location is looked for behind the last step
     */
    Program(Place place, Conditional conditional, boolean ofServer) {
        this.place = place;
        this.conditional = conditional;
        this.ofServer = ofServer;
    }

    /** The steps. */
    List<dev.sekisho.policy.steps.Step> of(List<Step> steps) {
        List<dev.sekisho.policy.steps.Step> program = new ArrayList<>(each(steps));
        if (ofServer && !endsAlways(steps)) {
            program.add(new SearchStep());
        }
        return program;
    }

    /** Whether nothing behind these steps is reached. */
    static boolean endsAlways(List<Step> steps) {
        for (Step step : steps) {
            if (mayStop(step)) {
                return false;
            }
            if (step instanceof Step.Statement && step.directive().name().equals("return")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the steps behind it may be left out while the request stays in its place. */
    private static boolean mayStop(Step step) {
        return switch (step) {
            case Step.Statement(Directive directive) ->
                directive.name().equals("break")
                        || directive.name().equals("rewrite")
                                && directive.texts().getLast().equals("break");
            case Step.If condition -> condition.steps().stream().anyMatch(Program::mayStop);
        };
    }

    /** Whether an {@code if} has settings of its own, so that the request goes on in it as in a location. */
    static boolean hasSettings(Step.If condition) {
        return condition.directive().inside().stream().anyMatch(each -> !REWRITES.contains(each.name()));
    }

    private List<dev.sekisho.policy.steps.Step> each(List<Step> steps) {
        List<dev.sekisho.policy.steps.Step> program = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case Step.Statement(Directive directive) -> program.addAll(statement(directive));
                case Step.If condition ->
                    when(condition, steps.subList(i + 1, steps.size())).ifPresent(program::add);
            }
        }
        return program;
    }

    private Optional<dev.sekisho.policy.steps.Step> when(Step.If step, List<Step> rest) {
        List<dev.sekisho.policy.steps.Step> then =
                hasSettings(step) ? List.of(new GotoStep(conditional.route(step, rest))) : each(step.steps());
        Condition condition = step.condition();
        Optional<Word> variable = condition.variable();
        if (variable.isEmpty()) {
            Word file = condition.operand().orElseThrow();
            String path = place.requestText(file.text(), file.at());
            return Optional.of(new WhenStep(path, fileTest(condition.operator()), Optional.empty(), then));
        }
        String value = place.requestText(variable.get().text(), variable.get().at());
        if (condition.operator().isEmpty()) {
            return Optional.of(new WhenStep(value, Test.SET, Optional.empty(), then));
        }
        Word operand = condition.operand().orElseThrow();
        if (!condition.isRegex()) {
            Test test = condition.isNegated() ? Test.DIFFERS : Test.EQUALS;
            return Optional.of(
                    new WhenStep(value, test, Optional.of(place.requestText(operand.text(), operand.at())), then));
        }
        return expression(step.directive(), operand.text())
                .map(expression -> new WhenStep(value, test(condition.operator()), Optional.of(expression), then));
    }

    private Optional<String> expression(Directive directive, String pcre) {
        return Expressions.of(place.in().report(), directive.at(), directive + " in " + place.route(), pcre, false);
    }

    private static Test test(String operator) {
        return switch (operator) {
            case "~" -> Test.MATCHES;
            case "~*" -> Test.MATCHES_ANY_CASE;
            case "!~" -> Test.MATCHES_NOT;
            default -> Test.MATCHES_NOT_ANY_CASE;
        };
    }

    private static Test fileTest(String operator) {
        return switch (operator) {
            case "-f" -> Test.FILE;
            case "!-f" -> Test.NO_FILE;
            case "-d" -> Test.DIRECTORY;
            case "!-d" -> Test.NO_DIRECTORY;
            case "-e" -> Test.PRESENT;
            case "!-e" -> Test.ABSENT;
            case "-x" -> Test.EXECUTABLE;
            default -> Test.NOT_EXECUTABLE;
        };
    }

    private Optional<dev.sekisho.policy.steps.Step> refused(Directive directive, String why) {
        place.in()
                .report()
                .add(DraftKinds.NOT_HONOURED, directive.at(), directive + " in " + place.route() + ": " + why, "");
        return Optional.empty();
    }

    private List<dev.sekisho.policy.steps.Step> statement(Directive directive) {
        return switch (directive.name()) {
            case "set" -> set(directive);
            case "break" -> List.of(ofServer ? new SearchStep() : new BreakStep());
            case "rewrite" -> rewrite(directive);
            default -> List.of(answer(directive));
        };
    }

    private List<dev.sekisho.policy.steps.Step> set(Directive directive) {
        String name = directive.arg(0).substring(1).toLowerCase(Locale.ROOT);
        if (VariableTable.http().find(name).isPresent()) {
            return name.equals("args")
                    ? query(directive)
                    : refused(directive, "$" + name + " is not set anew here").stream()
                            .toList();
        }
        return List.of(new SetStep(
                Texts.name(name),
                place.requestText(directive.arg(1), directive.args().get(1).at())));
    }

    /** {@code set $args} changes the query. */
    private List<dev.sekisho.policy.steps.Step> query(Directive directive) {
        String query =
                place.requestText(directive.arg(1), directive.args().get(1).at());
        return List.of(new RewriteStep("", "{path}?" + query + "?", Flag.KEEP));
    }

    private List<dev.sekisho.policy.steps.Step> rewrite(Directive directive) {
        String pcre =
                directive.arg(0).isEmpty() ? "^" : directive.arg(0); // the empty one has a meaning of its own in steps
        Optional<String> expression = expression(directive, pcre);
        if (expression.isEmpty()) {
            return List.of();
        }
        String flag = directive.args().size() > 2 ? directive.arg(2) : "";
        String replacement =
                place.requestText(directive.arg(1), directive.args().get(1).at());
        Flag kind = flag(flag);
        boolean redirects = kind == Flag.REDIRECT || kind == Flag.PERMANENT;
        String to = redirects && replacement.startsWith("/") ? Redirects.absolute(place, replacement) : replacement;
        return List.of(
                to.isEmpty() || mayBePath(to) || redirects
                        ? new RewriteStep(expression.get(), to.isEmpty() ? "/" : to, kind)
                        : new WhenStep("{path}", Test.MATCHES, expression, List.of(Answer.status(404))));
    }

    /** Nothing is at a path without a slash at its start. */
    private static boolean mayBePath(String text) {
        return text.startsWith("/") || text.startsWith("{") || text.matches("https?://.*");
    }

    private Flag flag(String text) {
        return switch (text) {
            case "last" -> Flag.LAST;
            case "break" -> ofServer ? Flag.LAST : Flag.BREAK;
            case "redirect" -> Flag.REDIRECT;
            case "permanent" -> Flag.PERMANENT;
            default -> Flag.NONE;
        };
    }

    private dev.sekisho.policy.steps.Step answer(Directive directive) {
        String first = directive.arg(0);
        if (!first.matches("[0-9]{1,3}")) {
            return redirect(Optional.of(302), first, directive);
        }
        int status = Integer.parseInt(first);
        if (status == CLOSE) {
            return new CloseStep();
        }
        if (status < 200 || status > 599) {
            refused(directive, "status " + status + " (expected: 200 to 599, or 444)");
            return new ReturnStep(Optional.of(500), Optional.empty(), "text/plain", Optional.empty());
        }
        String text = directive.args().size() > 1 ? directive.arg(1) : "";
        if (text.isEmpty() && (status >= 300 && status != 304 || status == 204)) {
            return new ReturnStep(Optional.of(status), Optional.empty(), "text/plain", Optional.empty());
        }
        boolean redirects = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        return redirects ? redirect(Optional.of(status), text, directive) : text(status, text, directive);
    }

    private ReturnStep text(int status, String text, Directive directive) {
        if (status == 204) {
            return new ReturnStep(Optional.of(status), Optional.empty(), "text/plain", Optional.empty());
        }
        boolean none = text.isEmpty() || status == 304;
        String body =
                none ? "" : place.requestText(text, directive.args().get(1).at());
        MediaTypes types = MediaTypes.of(place);
        return new ReturnStep(
                Optional.of(status),
                Optional.of(body),
                types.ofAnswer(place),
                Optional.empty(),
                types.ofAnswers(place));
    }

    private ReturnStep redirect(Optional<Integer> status, String text, Directive directive) {
        String location = place.requestText(text, directive.args().getLast().at());
        String whole = location.startsWith("/") || text.matches(PATHS) ? Redirects.absolute(place, location) : location;
        return new ReturnStep(status, Optional.empty(), "text/plain", Optional.of(whole));
    }
}
