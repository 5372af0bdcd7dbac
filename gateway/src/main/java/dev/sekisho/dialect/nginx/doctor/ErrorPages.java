package dev.sekisho.dialect.nginx.doctor;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Error pages for 429 where limits answer something else. */
final class ErrorPages {

    private static final String TOO_MANY = "429";
    private static final List<String> LIMITS = List.of("limit_req", "limit_conn");

    private ErrorPages() {}

    static List<Diagnostic> examine(Server server) {
        Set<Directive> told = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Diagnostic> found = new ArrayList<>();
        for (Location location : server.locations().all()) {
            boolean given = location.settings().isOn("proxy_intercept_errors") || returns(location.steps());
            for (String limit : LIMITS) {
                if (!given && isDifferent(location.settings(), limit)) {
                    pages(location.settings())
                            .filter(told::add)
                            .forEach(page -> found.add(unused(page, location, limit)));
                }
            }
        }
        return found;
    }

    private static boolean isDifferent(Settings settings, String limit) {
        return !settings.all(limit).isEmpty()
                && !settings.text(limit + "_status").equals(TOO_MANY);
    }

    private static Stream<Directive> pages(Settings settings) {
        return settings.all("error_page").stream()
                .filter(page -> page.texts().subList(0, page.args().size() - 1).contains(TOO_MANY));
    }

    private static boolean returns(List<Step> steps) {
        return steps.stream().anyMatch(step -> switch (step) {
            case Step.Statement statement -> isReturn(statement.directive());
            case Step.If condition -> returns(condition.steps());
        });
    }

    private static boolean isReturn(Directive directive) {
        return directive.name().equals("return") && directive.arg(0).equals(TOO_MANY);
    }

    private static Diagnostic unused(Directive page, Location location, String limit) {
        return Doctor.diagnostic(
                NginxKinds.ERROR_PAGE_UNUSED,
                page.at(),
                "error_page 429: " + limit + " of location " + location.name() + " (line "
                        + location.directive().at().line() + ") answers "
                        + location.settings().text(limit + "_status"));
    }
}
