package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.PolicyContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a page of its settings; throws {@link IllegalArgumentException} for what cannot work. */
record PageMaker(String setting, PageConfig config) {

    private static final String STATUS = "{status}";
    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

    /** The text with the status in it. */
    static String filled(String text, int status) {
        return text.replace(STATUS, Integer.toString(status));
    }

    /** The forms of a page in the order in which they are preferred. */
    static List<PageForm> forms(PageConfig config) {
        if (!config.forms().isEmpty()) {
            return config.forms();
        }
        List<PageForm> given = Stream.of(PageForm.values())
                .filter(form -> text(config, form).isPresent())
                .toList();
        return given.isEmpty() ? List.of(PageForm.JSON) : given;
    }

    private static Optional<String> text(PageConfig config, PageForm form) {
        return switch (form) {
            case JSON -> config.json();
            case HTML -> config.html();
            case PROBLEM -> config.problem();
            case XML -> config.xml();
            case TEXT -> config.text();
        };
    }

    Page make(PolicyContext context) {
        boolean bodies = !config.forms().isEmpty()
                || Stream.of(PageForm.values())
                        .anyMatch(form -> text(config, form).isPresent());
        if (!bodies && config.redirect().isEmpty() && config.upstream().isEmpty()) {
            throw new IllegalArgumentException(
                    setting + " no page (expected: forms, json, html, problem, xml, text, redirect or upstream)");
        }
        if (config.redirect().isPresent() && (bodies || config.upstream().isPresent())) {
            throw new IllegalArgumentException(setting + "redirect: given (expected: no other page beside it)");
        }
        PageCounts counts = PageCounts.of(context);
        if (config.redirect().isPresent()) {
            return new Page.Redirect(location(config.redirect().get()), dress(302, REDIRECTS::contains), counts);
        }
        Dress dress = dress(0, status -> status != 204 && status != 205 && status != 304);
        Page.Written written = new Page.Written(bodies(), dress, counts);
        return config.upstream()
                .<Page>map(name -> new Page.Asked(
                        context.upstream(setting + "upstream", name),
                        new PageRequest(
                                path(),
                                Math.toIntExact(config.maxBody().bytes()),
                                config.timeout().toNanos(),
                                written)))
                .orElse(written);
    }

    private Bodies bodies() {
        List<PageForm> forms = forms(config);
        for (PageForm form : PageForm.values()) {
            if (text(config, form).isPresent() && !forms.contains(form)) {
                throw new IllegalArgumentException(
                        setting + "forms: " + forms + " (expected: " + form + " too, whose text is given)");
            }
        }
        if (forms.stream().distinct().count() != forms.size()) {
            throw new IllegalArgumentException(setting + "forms: " + forms + " (expected: each once)");
        }
        return new Bodies(
                forms,
                forms.stream()
                        .map(form -> form.template(setting + form.name().toLowerCase(Locale.ROOT), text(config, form)))
                        .toList(),
                Messages.of(setting + "messages", config.messages()));
    }

    private Dress dress(int usual, Predicate<Integer> allowed) {
        int status = config.answer().orElse(usual);
        if (status != 0 && (status < 200 || status > 599 || !allowed.test(status))) {
            throw new IllegalArgumentException(setting + "answer: " + status + " (expected: "
                    + (usual == 0 ? "200 to 599, of an answer with a body" : "one of " + REDIRECTS) + ")");
        }
        List<Dress.Field> fields = new ArrayList<>();
        config.headers().forEach((name, value) -> {
            HeaderName field = FieldNames.changeable(setting + "headers", name, Head.RESPONSE);
            if (field.equals(HeaderName.CONTENT_TYPE) || field.equals(HeaderName.CONTENT_ENCODING)) {
                throw new IllegalArgumentException(
                        setting + "headers: " + name + " (expected: another; the form says it)");
            }
            fields.add(new Dress.Field(field, FieldValue.parse(setting + "headers." + name, value)));
        });
        List<HeaderName> dropped = config.drop().stream()
                .map(name -> FieldNames.changeable(setting + "drop", name, Head.RESPONSE))
                .toList();
        return new Dress(status, fields, dropped);
    }

    private String location(String text) {
        boolean absolute = text.matches("(?i)https?://[^/?#].*") || (text.startsWith("/") && !text.startsWith("//"));
        return plain("redirect", text, absolute, "a path, or a URL of http or https");
    }

    private String path() {
        return plain("path", config.path(), config.path().startsWith("/"), "a path");
    }

    private String plain(String name, String text, boolean good, String expected) {
        String rest = text.replace(STATUS, "");
        if (!good
                || rest.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '{' || c == '}' || c == '\\' || c == '"')
                || (name.equals("path") && rest.indexOf('#') >= 0)) {
            throw new IllegalArgumentException(setting + name + ": " + FieldNames.printable(text) + " (expected: "
                    + expected + " in ASCII, with no placeholder but {status})");
        }
        return text;
    }
}
