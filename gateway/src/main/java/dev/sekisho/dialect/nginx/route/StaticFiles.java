package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Backend.Files.Links;
import dev.sekisho.model.Backend.Files.Listing;
import dev.sekisho.model.Backend.Files.Since;
import dev.sekisho.model.Origin;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Rewrite;
import dev.sekisho.policy.steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files of a directory: {@code root}, {@code alias}, {@code index}, {@code try_files}, {@code autoindex}. */
final class StaticFiles {

    private final Place place;
    private final Jumps jumps;
    private final boolean located;

    /**
     * Of a place.
     *
     * @param located whether its route has the path of the location
     */
    StaticFiles(Place place, Jumps jumps, boolean located) {
        this.place = place;
        this.jumps = jumps;
        this.located = located;
    }

    /** What answers there; the prefix's html where no directory is given, as with nginx. */
    Content content() {
        Settings settings = place.settings();
        Optional<Directive> root = settings.one("root");
        Optional<Directive> tries = tries();
        if (root.isEmpty()) {
            withoutRoot(tries);
            return files(place.in().inPrefix("html"), Rewrite.NONE, tries);
        }
        boolean alias = root.get().name().equals("alias");
        Alias other = new Alias(place, root.get(), located);
        Optional<Rewrite> rewrite = alias ? other.rewrite() : Optional.of(Rewrite.NONE);
        String named = alias ? other.folder() : root.get().arg(0);
        if (rewrite.isEmpty() || named.indexOf('$') >= 0) {
            refuse(root.get(), "its directory depends on the request (expected: a name without variables)");
            return nothing();
        }
        return files(place.in().inPrefix(named), rewrite.get(), tries);
    }

    /** The {@code try_files} of the place, which is not inherited. */
    private Optional<Directive> tries() {
        if (place.location().isEmpty()) {
            return place.server().directive().inside("try_files").findFirst();
        }
        return place.location().stream()
                .filter(location -> location.settings() == place.settings())
                .flatMap(location -> location.directive().inside("try_files"))
                .findFirst();
    }

    private Content files(String directory, Rewrite rewrite, Optional<Directive> tries) {
        Settings settings = place.settings();
        Backend.Files files = new Backend.Files(
                directory,
                index(),
                tries.map(this::tries).orElse(List.of()),
                listing(),
                MediaTypes.of(place).byEnd(),
                MediaTypes.of(place).otherwise(),
                charset(),
                true,
                links(),
                false,
                MediaTypes.withCharset(place),
                settings.isOn("etag"),
                Since.valueOf(settings.text("if_modified_since").toUpperCase(Locale.ROOT)),
                !settings.text("max_ranges").equals("0"),
                Optional.of(Redirects.absolute(place, "")).filter(base -> !base.isEmpty()),
                leadsOn(),
                tries.flatMap(this::fallback));
        return new Content(files, rewrite, List.of(), List.of());
    }

    /** Whether another location may be for the index file of a directory, which nginx looks for one anew. */
    private boolean leadsOn() {
        boolean named = place.location()
                .filter(location -> location.name().modifier() == Modifier.NAMED)
                .isPresent();
        return named
                || place.server().locations().all().size()
                        > place.location().stream().count()
                || place.location()
                        .filter(each -> each.settings() != place.settings())
                        .isPresent();
    }

    private void withoutRoot(Optional<Directive> tries) {
        if (tries.isPresent()) {
            refuse(tries.get(), "no root is given (expected: root DIRECTORY; beside it)");
        } else if (place.location().isPresent()) {
            place.in()
                    .report()
                    .add(
                            RouteKinds.NO_ROOT,
                            place.at(),
                            "location " + place.route() + ": files are served, but no root is given",
                            "");
        }
    }

    static Content nothing() {
        return Content.afterAnswer(List.of(Answer.status(404)));
    }

    private void refuse(Directive directive, String why) {
        place.in()
                .report()
                .add(DraftKinds.NOT_HONOURED, directive.at(), directive + " in " + place.route() + ": " + why, "");
    }

    private List<String> index() {
        List<String> names = new ArrayList<>();
        for (Directive each : place.settings().all("index")) {
            for (String name : each.texts()) {
                if (name.indexOf('$') >= 0) {
                    refuse(each, name + " (expected: names without variables)");
                } else {
                    names.add(name);
                }
            }
        }
        return names.isEmpty() ? List.of("index.html") : names;
    }

    private Listing listing() {
        if (!place.settings().isOn("autoindex")) {
            return Listing.OFF;
        }
        return switch (place.settings().text("autoindex_format")) {
            case "json" -> Listing.JSON;
            case "html" -> Listing.HTML;
            default -> {
                place.settings()
                        .one("autoindex_format")
                        .ifPresent(each -> refuse(each, "listings are made in HTML and JSON (expected: html or json)"));
                yield Listing.HTML;
            }
        };
    }

    private String charset() {
        String charset = place.settings().text("charset");
        return charset.equals("off") || charset.indexOf('$') >= 0 ? "" : charset;
    }

    private Links links() {
        return place.settings().text("disable_symlinks").isEmpty()
                        || place.settings().text("disable_symlinks").equals("off")
                ? Links.ALL
                : Links.NONE;
    }

    private List<String> tries(Directive directive) {
        List<String> tries = new ArrayList<>();
        for (String text : directive.texts().subList(0, directive.args().size() - 1)) {
            String path = text.replaceAll("\\$\\{?(?:document_)?uri\\b\\}?", "{path}");
            if (path.indexOf('$') >= 0) {
                refuse(directive, text + " (expected: $uri and text, no other variables)");
            } else {
                tries.add(path.startsWith("/") || path.startsWith("{path}") ? path : "/" + path);
            }
        }
        return tries;
    }

    /** What comes where no file is there; 404 needs nothing. */
    private Optional<String> fallback(Directive directive) {
        String last = directive.texts().getLast();
        Origin at = directive.args().getLast().at();
        if (last.equals("=404")) {
            return Optional.empty();
        }
        if (last.startsWith("@")) {
            return Optional.of(jumps.named(last));
        }
        if (last.startsWith("=")) {
            int status = Integer.parseInt(last.substring(1));
            return Optional.of(jumps.steps(place, last, List.of(Answer.status(status))));
        }
        Step.RewriteStep search = new Step.RewriteStep("", place.requestText(last, at) + "?", Step.Flag.LAST);
        return Optional.of(jumps.steps(place, last, List.of(search)));
    }

    /** {@code alias}: what the location has matched goes, and its directory comes in place of it. */
    private record Alias(Place place, Directive directive, boolean located) {

        /** The directory: all of it, or what stands before a file, or before the segment with the first group. */
        String folder() {
            String text = directive.arg(0);
            int group = text.indexOf('$');
            if (group < 0 && !isFile() && (isRegex() || text.endsWith("/"))) {
                return text;
            }
            return text.substring(0, text.lastIndexOf('/', group < 0 ? text.length() : group) + 1);
        }

        private boolean isFile() {
            boolean exact = place.location()
                    .filter(each -> each.name().modifier() == Modifier.EXACT)
                    .isPresent();
            return exact && !directive.arg(0).endsWith("/");
        }

        private boolean isRegex() {
            return place.location().filter(each -> each.name().isRegex()).isPresent();
        }

        Optional<Rewrite> rewrite() {
            String text = directive.arg(0);
            if (isFile()) {
                String name = text.substring(folder().length() - 1);
                return Optional.of(
                        new Rewrite(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty(), "keep"));
            }
            if (!isRegex()) {
                String name = text.endsWith("/") ? "/" : text.substring(folder().length() - 1);
                return Optional.of(Prefixes.replaced(place, located, name));
            }
            String rest = text.substring(Math.max(0, folder().length() - 1));
            String expression = place.location().orElseThrow().name().path();
            boolean groupsOnly = rest.replaceAll("\\$[1-9]", "").indexOf('$') < 0 && text.indexOf('$') >= 0;
            return groupsOnly
                    ? Expressions.of(
                                    place.in().report(),
                                    directive.at(),
                                    directive.toString(),
                                    "^.*?(?:" + expression + ").*$",
                                    false)
                            .map(form -> substituted(form, rest))
                    : Optional.empty();
        }

        private static Rewrite substituted(String expression, String replacement) {
            RegexRewrite regex = new RegexRewrite(expression, replacement);
            return new Rewrite(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(regex), "keep");
        }
    }
}
