package dev.sekisho.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be wrong with one route alone. */
final class RouteChecks {

    /** Characters of a host and its port, and placeholders. */
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._:\\[\\]-]|\\{[A-Za-z][^{}\\s]*\\})+");

    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");

    private final Route route;
    private final List<Problem> problems;

    private RouteChecks(Route route, List<Problem> problems) {
        this.route = route;
        this.problems = problems;
    }

    /** Adds the problems of a route. */
    static void check(Route route, List<Problem> problems) {
        RouteChecks checks = new RouteChecks(route, problems);
        MatchChecks.check(route, problems);
        if (!route.rewrite().equals(Rewrite.NONE)) {
            checks.rewrite(route.rewrite());
        }
        route.errors().forEach(checks::errorPage);
        checks.backend();
        route.mirror().flatMap(Mirror::compare).ifPresent(checks::compare);
        route.mirror().flatMap(Mirror::rewrite).ifPresent(checks::ofCopies);
    }

    private void ofCopies(Rewrite rewrite) {
        rewrite(rewrite);
        rewrite.path()
                .filter(path -> VARIABLE.matcher(path).find())
                .ifPresent(path -> error(
                        "rewrite",
                        "mirror.rewrite.path: " + Tokens.quote(path) + " (expected: a path without variables)",
                        ""));
    }

    private void compare(Compare compare) {
        for (String name : compare.ignoreHeaders()) {
            if (!Tokens.isToken(name)) {
                error("header", "ignoreHeaders: " + Tokens.quote(name) + " (expected: the name of a header)", "");
            }
        }
        for (String pointer : compare.ignoreJson()) {
            if (!pointer.matches("(/([^/~]|~[01])*)+")) {
                String message = "ignoreJson: " + Tokens.quote(pointer)
                        + " (expected: a JSON pointer such as /items/*/updatedAt, RFC 6901)";
                error("pointer", message, "");
            }
        }
    }

    private void rewrite(Rewrite rewrite) {
        ways(rewrite);
        Stream.of(rewrite.stripPrefix(), rewrite.prefix(), rewrite.path(), rewrite.base())
                .flatMap(Optional::stream)
                .filter(path -> !path.startsWith("/") || !Tokens.isFieldValue(path))
                .forEach(path -> error(
                        "rewrite", "rewrite: " + Tokens.quote(path) + " (expected: a path that starts with /)", ""));
        if (rewrite.prefix().isPresent() && !matchesParts()) {
            String message =
                    "rewrite.prefix: a route without a prefix (expected: each path of match to end in /*, or to "
                            + "start with ^ or ~)";
            error("rewrite", message, "use rewrite.path for a path that is not a prefix");
        }
        if (rewrite.stripMatched() && route.match().path().isEmpty()) {
            error("rewrite", "rewrite.stripMatched: true (expected: only where match has a path)", "");
        }
        rewrite.regex().ifPresent(regex -> MatchChecks.regex(route, regex.pattern(), problems));
        rewrite.path().ifPresent(path -> variables("rewrite.path", path));
        if (!HOST.matcher(rewrite.host()).matches()) {
            error(
                    "rewrite",
                    "rewrite.host: " + Tokens.quote(rewrite.host())
                            + " (expected: keep, target, or a host name, in which placeholders such as {host} may stand)",
                    "");
        }
    }

    private void ways(Rewrite rewrite) {
        long ways = Stream.of(rewrite.stripPrefix(), rewrite.prefix(), rewrite.path(), rewrite.regex())
                        .filter(Optional::isPresent)
                        .count()
                + (rewrite.stripMatched() ? 1 : 0);
        if (ways > 1) {
            String message =
                    "rewrite: " + ways + " ways (expected: one of stripPrefix, stripMatched, prefix, path, regex)";
            error("rewrite", message, "");
        }
        boolean based = rewrite.prefix().isPresent()
                || rewrite.path().isPresent()
                || rewrite.regex().isPresent();
        if (rewrite.base().isPresent() && based) {
            String message = "rewrite.base: beside prefix, path or regex (expected: alone, or beside stripPrefix or "
                    + "stripMatched)";
            error("rewrite", message, "");
        }
        if (rewrite.join() != Rewrite.Join.SLASH && rewrite.base().isEmpty()) {
            error("rewrite", "rewrite.join: text (expected: only beside base)", "remove join");
        }
    }

    /** Whether each path pattern matches a part of a path that another text can take the place of. */
    private boolean matchesParts() {
        List<PathPattern> paths = route.match().path();
        return !paths.isEmpty()
                && paths.stream().allMatch(path -> switch (path) {
                    case PathPattern.Prefix _, PathPattern.Start _, PathPattern.Regex _ -> true;
                    case PathPattern.Template template -> template.prefix();
                    case PathPattern.Exact _ -> false;
                });
    }

    /** Each variable must be known on every path that the route answers to, or on every host. */
    private void variables(String key, String text) {
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String variable = matcher.group(1);
            List<PathPattern> paths = route.match().path();
            List<HostPattern> hosts = route.match().host();
            boolean ofPaths = !paths.isEmpty()
                    && paths.stream().allMatch(path -> PathVariables.of(path).contains(variable));
            boolean ofHosts = !hosts.isEmpty()
                    && hosts.stream().allMatch(host -> PathVariables.of(host).contains(variable));
            if (!ofPaths && !ofHosts) {
                String message = key + ": " + Tokens.quote(matcher.group())
                        + " (expected: a variable of every path of match, or of every host)";
                error("variable", message, "");
            }
        }
    }

    private void errorPage(Integer status, ErrorPage page) {
        status("errors", status);
        page.status().ifPresent(instead -> {
            if (instead < 200 || instead > 599) {
                error("status", "errors: status " + instead + " (expected: 200 to 599)", "");
            }
        });
        headers("errors." + status + ".headers", page.headers());
        value("errors." + status + ".contentType", page.contentType());
    }

    private void status(String key, int status) {
        if (status < 400 || status > 599) {
            error("status", key + ": " + status + " (expected: 400 to 599)", "");
        }
    }

    private void backend() {
        switch (route.to()) {
            case Backend.Redirect redirect -> redirect(redirect);
            case Backend.Respond respond -> headers("respond.headers", respond.headers());
            case Backend.Files files -> files(files);
            case Backend.ToUpstream _, Backend.Split _ -> {}
        }
    }

    private void files(Backend.Files files) {
        if (files.root().isBlank()) {
            error("files", "files.root: \"\" (expected: a directory)", "");
        }
        for (String name : files.index()) {
            if (name.isEmpty() || name.indexOf('/') > 0) {
                error(
                        "files",
                        "files.index: " + Tokens.quote(name)
                                + " (expected: the name of a file, or a path that begins with /)",
                        "");
            }
        }
        for (String tried : files.tries()) {
            if (!tried.startsWith("/") && !tried.startsWith("{path}")) {
                String message =
                        "files.tries: " + Tokens.quote(tried) + " (expected: a path that starts with / or {path})";
                error("files", message, "");
            }
        }
        files.types().forEach((end, type) -> value("files.types." + end, type));
        value("files.defaultType", files.defaultType());
        value("files.charset", files.charset());
    }

    private void redirect(Backend.Redirect redirect) {
        redirect.path().ifPresent(path -> {
            variables("redirect.path", path);
            if (!path.startsWith("/") || !Tokens.isFieldValue(path)) {
                error(
                        "redirect",
                        "redirect.path: " + Tokens.quote(path) + " (expected: a path that starts with /)",
                        "");
            }
        });
        redirect.host().filter(host -> !host.matches("[A-Za-z0-9._:\\[\\]-]+")).ifPresent(host -> {
            error(
                    "redirect",
                    "redirect.host: " + Tokens.quote(host) + " (expected: a host, with port where needed)",
                    "");
        });
        redirect.scheme().filter(scheme -> !scheme.matches("[a-z][a-z0-9+.-]*")).ifPresent(scheme -> {
            error("redirect", "redirect.scheme: " + Tokens.quote(scheme) + " (expected: a scheme such as https)", "");
        });
        if (redirect.status() == 304 || redirect.status() == 305 || redirect.status() == 306) {
            error(
                    "redirect",
                    "redirect.status: " + redirect.status() + " (expected: 300, 301, 302, 303, 307 or 308)",
                    "");
        }
    }

    private void headers(String key, Map<String, String> headers) {
        headers.forEach((name, text) -> {
            if (!Tokens.isToken(name)) {
                error("header", key + ": " + Tokens.quote(name) + " (expected: the name of a header)", "");
            }
            value(key + "." + Tokens.quote(name), text);
        });
    }

    private void value(String key, String text) {
        if (!Tokens.isFieldValue(text)) {
            String message = key + ": " + Tokens.quote(text) + " (expected: no line breaks or control characters)";
            error("header", message, "");
        }
    }

    private void error(String code, String message, String fix) {
        problems.add(new Problem(route.origin(), "model." + code, message, fix, true));
    }
}
