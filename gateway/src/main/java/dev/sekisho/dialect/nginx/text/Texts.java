package dev.sekisho.dialect.nginx.text;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.variables.Template;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Gives texts with variables of nginx the form with placeholders: {@code $host} becomes {@code {host}}, {@code $1} and named groups
 * {@code {capture.1}} and {@code {capture.name}}, variables of {@code set}, {@code map}, {@code geo} and {@code split_clients} become
 * {@code {var.name}}. Braces of the text itself stay braces. Belongs to one translation.
 */
public final class Texts {

    /** Changing these changes something else than a variable. */
    private static final Set<String> OF_NGINX = Set.of("args", "limit_rate", "uid_reset");

    private static final int LONGEST_NAME = 64;

    private final Shared shared;
    private final Optional<PlaceVariables> place;

    /** What the texts of all places have in common. */
    private record Shared(Definitions definitions, Report report, Set<String> used, Set<String> told) {}

    private Texts(Shared shared, Optional<PlaceVariables> place) {
        this.shared = shared;
        this.place = place;
    }

    /**
     * Texts of http that belong to no place.
     *
     * @param part the part, whose {@code map}, {@code geo} and {@code split_clients} and {@code set} define variables
     * @param report takes variables that are unknown here
     */
    public Texts(NginxConfig.Part part, Report report) {
        this(new Shared(new Definitions(part), report, new LinkedHashSet<>(), new HashSet<>()), Optional.empty());
    }

    /** The texts of a place, where variables such as {@code $server_name} and {@code $proxy_host} have values. */
    public Texts in(Server server, Settings settings) {
        return new Texts(shared, Optional.of(new PlaceVariables(server, settings)));
    }

    /** The text with placeholders; a variable that there is no counterpart of is reported and left out. */
    public String of(String text, Origin at) {
        return of(text, at, Use.ANY);
    }

    /** The same where there is no response yet, so that variables that come with one are empty, as with nginx. */
    public String ofRequest(String text, Origin at) {
        return of(text, at, Use.REQUEST);
    }

    /** The same for a log: a variable that there is no counterpart of is a warning, and the line says instead that it is not known. */
    public String ofLog(String text, String unknown, Origin at) {
        return of(text, at, new Use(false, Optional.of(unknown)));
    }

    /**
     * What a text is for.
     *
     * @param beforeResponse whether there is no response yet
     * @param missing what stands for a variable that there is no counterpart of; none where that is an error
     */
    private record Use(boolean beforeResponse, Optional<String> missing) {
        static final Use ANY = new Use(false, Optional.empty());
        static final Use REQUEST = new Use(true, Optional.empty());
    }

    private String of(String text, Origin at, Use use) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (Template.Part part : parts(text)) {
            switch (part) {
                case Template.Text plain -> out.append(plain(plain.text()));
                case Template.Capture capture ->
                    out.append("{capture.").append(capture.number()).append('}');
                case Template.Variable variable -> out.append(reported(variable.name(), at, use));
            }
        }
        return out.toString();
    }

    /** Of what is no text with variables, all stands for itself. */
    private static List<Template.Part> parts(String text) {
        try {
            return Template.parse(text).parts();
        } catch (Template.InvalidTemplateException e) {
            return List.of(new Template.Text(text, 0));
        }
    }

    private String reported(String name, Origin at, Use use) {
        Optional<String> found = variable(name);
        Optional<Counterpart> known = isOwn(name) ? Optional.empty() : Counterpart.of(name);
        String remark = known.map(Counterpart::remark).orElse("");
        if (found.isEmpty()) {
            return missing(name, remark.isEmpty() ? "it has no value here" : remark, at, use);
        }
        if (!remark.isEmpty() && shared.told.add(name)) {
            shared.report.add(TextKinds.VARIABLE_DIFFERS, at, "$" + name + ": " + remark, "");
        }
        boolean later =
                use.beforeResponse && known.filter(Counterpart::isOfResponse).isPresent();
        return later ? "" : found.get();
    }

    private String missing(String name, String why, Origin at, Use use) {
        if (use.missing.isEmpty()) {
            String message = "$" + name + ": " + why + " (expected: a variable that has a counterpart)";
            shared.report.add(TextKinds.VARIABLE_NOT_HONOURED, at, message, "");
        } else if (shared.told.add("log $" + name)) {
            String message = "$" + name + ": " + why + "; in logs it is not known";
            shared.report.add(TextKinds.VARIABLE_DIFFERS, at, message, "");
        }
        return use.missing.orElse("");
    }

    private boolean isOwn(String name) {
        return !OF_NGINX.contains(name) && shared.definitions.has(name);
    }

    /** The placeholder of a variable, its name without dollar sign; nothing where there is no counterpart. */
    public Optional<String> variable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (isOwn(lower)) {
            shared.used.add(lower);
            return Optional.of("{var." + name(lower) + "}");
        }
        Optional<Counterpart> known = Counterpart.of(lower);
        if (known.isEmpty()) {
            return Optional.of("{capture." + lower + "}"); // a group of an expression, which nginx has checked
        }
        return known.get().isOfPlace()
                ? place.flatMap(each -> each.value(lower, this))
                : known.filter(Counterpart::isKnown).map(Counterpart::placeholder);
    }

    /** The name that a variable of {@code set}, {@code map}, {@code geo} or {@code split_clients} has here. */
    public static String name(String nginx) {
        String lower = nginx.toLowerCase(Locale.ROOT);
        if (lower.length() <= LONGEST_NAME) {
            return lower;
        }
        String mark = "-" + Integer.toHexString(lower.hashCode());
        return lower.substring(0, LONGEST_NAME - mark.length()) + mark;
    }

    /** A text without variables, whose braces stay braces where placeholders are looked for. */
    public static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c);
            if (c == '{' && mayBegin(text, i + 1)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean mayBegin(String text, int next) {
        return next == text.length() || text.charAt(next) == '{' || Character.isLetter(text.charAt(next));
    }

    /**
     * The variables that texts have used so far, and those that these use: how each is looked up; those that are only set have no
     * value until then.
     */
    public List<Variable> variables() {
        LookupVariables lookups = new LookupVariables(this, shared.report);
        LinkedHashSet<String> done = new LinkedHashSet<>();
        List<Variable> all = new ArrayList<>();
        while (done.size() < shared.used.size()) {
            for (String name : List.copyOf(shared.used)) {
                if (done.add(name)) {
                    all.add(lookups.variable(name, shared.definitions.lookup(name)));
                }
            }
        }
        return all;
    }
}
