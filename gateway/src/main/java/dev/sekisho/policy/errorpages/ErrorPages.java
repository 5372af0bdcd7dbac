package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code error-pages}: pages in place of error answers, as by nginx's error_page and proxy_intercept_errors (documentation of its
 * modules core and proxy).
 */
public final class ErrorPages implements PolicyType<ErrorPagesConfig> {

    @Override
    public String name() {
        return "error-pages";
    }

    @Override
    public Class<ErrorPagesConfig> configType() {
        return ErrorPagesConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(ErrorPagesConfig config, PolicyContext context) {
        if (config.pages().isEmpty()) {
            throw new IllegalArgumentException("pages: none (expected: at least one)");
        }
        PageTable gateway = new PageTable();
        PageTable upstream = new PageTable();
        for (int i = 0; i < config.pages().size(); i++) {
            PageConfig page = config.pages().get(i);
            String setting = "pages[" + i + "].";
            statuses(setting, page.statuses());
            Page made = new PageMaker(setting, page).make(context);
            if (page.origin() != PageConfig.Origin.UPSTREAM) {
                gateway.add(page.statuses(), made);
            }
            if (page.origin() != PageConfig.Origin.GATEWAY) {
                upstream.add(page.statuses(), made);
            }
        }
        return new ErrorPagesPolicy(gateway, upstream);
    }

    private static void statuses(String setting, List<StatusPattern> statuses) {
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException(setting + "statuses: none (expected: at least one, such as 5xx)");
        }
        for (StatusPattern pattern : statuses) {
            if (pattern.from() < 300 || (pattern.from() == 304 && pattern.to() == 304)) {
                throw new IllegalArgumentException(
                        setting + "statuses: " + pattern + " (expected: statuses from 300 on, without 304)");
            }
        }
    }

    @Override
    public String describe(ErrorPagesConfig config) {
        List<String> parts = new ArrayList<>();
        for (PageConfig page : config.pages()) {
            String statuses =
                    page.statuses().stream().map(StatusPattern::toString).collect(Collectors.joining(", "));
            parts.add(statuses + " of " + whose(page.origin()) + " by " + what(page));
        }
        return "replaces " + String.join("; ", parts);
    }

    private static String whose(PageConfig.Origin origin) {
        return switch (origin) {
            case GATEWAY -> "the gateway";
            case UPSTREAM -> "the backend";
            case BOTH -> "gateway and backend";
        };
    }

    private static String what(PageConfig page) {
        String to = page.answer().map(status -> " with " + status).orElse("");
        if (page.redirect().isPresent()) {
            return "a redirect" + to;
        }
        return page.upstream()
                        .map(name -> "a page of upstream " + name)
                        .orElseGet(() -> PageMaker.forms(page).stream()
                                .map(form -> form.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or ")))
                + to;
    }
}
