package dev.sekisho.policy.errorpages;

import dev.sekisho.model.Property;
import dev.sekisho.model.UpstreamUser;
import java.util.List;
import java.util.Optional;

/** Settings of the {@code error-pages} policy. */
public record ErrorPagesConfig(
        @Property(
                value = "Pages; of those that a status and its origin fit, the first counts. At least one.",
                example = "[{ statuses: [404, 5xx], forms: [json, html] }]")
        List<PageConfig> pages)
        implements UpstreamUser {

    /** Takes copies. */
    public ErrorPagesConfig {
        pages = List.copyOf(pages);
    }

    @Override
    public List<String> upstreams() {
        return pages.stream()
                .map(PageConfig::upstream)
                .flatMap(Optional::stream)
                .toList();
    }
}
