package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.model.Match;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Route;
import java.util.Map;
import java.util.Optional;

/**
 * A route without name and match.
 *
 * @param draft what aspects have added
 * @param content what answers
 * @param at where it is written
 */
record Body(RouteDraft draft, Content content, Origin at) {

    Route route(String name, Match match, int rank) {
        Rewrite rewrite = content.rewrite();
        return new Route(
                name,
                match,
                rank,
                0,
                draft.policies(),
                new Rewrite(
                        rewrite.stripPrefix(),
                        rewrite.stripMatched(),
                        rewrite.prefix(),
                        rewrite.path(),
                        rewrite.regex(),
                        rewrite.base(),
                        rewrite.join(),
                        rewrite.host().equals("keep") ? draft.host() : rewrite.host()),
                Map.of(),
                content.backend(),
                Optional.empty(),
                draft.timeouts(),
                draft.retry(),
                Optional.empty(),
                draft.mirror(),
                at);
    }
}
