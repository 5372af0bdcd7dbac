package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Backend.Files.Links;
import dev.sekisho.model.Backend.Files.Listing;
import dev.sekisho.model.Origin;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.onstatus.Instead;
import dev.sekisho.policy.onstatus.OnStatusRule;
import dev.sekisho.policy.steps.Step;
import java.util.ArrayList;
import java.util.List;
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

    /** What answers there; 404 where no directory is given. */
    Content content() {
        Settings settings = place.settings();
        Optional<Directive> root = settings.one("root");
        Optional<Directive> tries = place.location().stream()
                .filter(location -> location.settings() == settings)
                .flatMap(location -> location.directive().inside("try_files"))
                .findFirst();
        if (root.isEmpty()) {
            return withoutRoot(tries);
        }
        String folder = root.get().arg(0);
        boolean alias = root.get().name().equals("alias");
        Alias other = new Alias(place, root.get(), located);
        Optional<Rewrite> rewrite = alias ? other.rewrite() : Optional.of(Rewrite.NONE);
        String named = alias ? other.folder() : folder;
        if (rewrite.isEmpty() || named.indexOf('$') >= 0) {
            refuse(root.get(), "its directory depends on the request (expected: a name without variables)");
            return nothing();
        }
        Backend.Files files = new Backend.Files(
                place.in().inPrefix(named),
                index(),
                tries.map(this::tries).orElse(List.of()),
                listing(),
                MediaTypes.of(place).byEnd(),
                MediaTypes.of(place).otherwise(),
                charset(),
                true,
                links(),
                false);
        List<OnStatusRule> rules = tries.map(this::fallback).orElse(List.of());
        return new Content(files, rewrite.get(), List.of(), rules);
    }

    private Content withoutRoot(Optional<Directive> tries) {
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
        return nothing();
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
                if (name.indexOf('$') >= 0 || name.startsWith("/")) {
                    refuse(each, name + " (expected: names without variables and slash)");
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
    private List<OnStatusRule> fallback(Directive directive) {
        String last = directive.texts().getLast();
        Origin at = directive.args().getLast().at();
        if (last.equals("=404")) {
            return List.of();
        }
        String route;
        if (last.startsWith("@")) {
            route = jumps.named(last);
        } else if (last.startsWith("=")) {
            int status = Integer.parseInt(last.substring(1));
            route = jumps.steps(place, last, List.of(Answer.status(status)));
        } else {
            Step.RewriteStep search = new Step.RewriteStep("", place.requestText(last, at) + "?", Step.Flag.LAST);
            route = jumps.steps(place, last, List.of(search));
        }
        List<StatusPattern> none = List.of(new StatusPattern(404, 404));
        return List.of(new OnStatusRule(none, new Instead.RouteInstead(route), "own", false));
    }

    /** {@code alias}: what the location has matched goes, and its directory comes in place of it. */
    private record Alias(Place place, Directive directive, boolean located) {

        /** The directory: all of it, or what stands before a file, or before the segment with the first group. */
        String folder() {
            String text = directive.arg(0);
            int group = text.indexOf('$');
            if (group < 0 && !isFile()) {
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

        Optional<Rewrite> rewrite() {
            String text = directive.arg(0);
            if (isFile()) {
                String name = text.substring(folder().length() - 1);
                return Optional.of(
                        new Rewrite(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty(), "keep"));
            }
            boolean regex =
                    place.location().filter(each -> each.name().isRegex()).isPresent();
            if (!regex) {
                boolean slash = text.endsWith("/");
                return Optional.of(Prefixes.replaced(place, located, slash ? "/" : ""));
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
