package dev.sekisho.policy.cache;

import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.cache.rule.Freshness;
import dev.sekisho.policy.cache.rule.NginxRules;
import java.util.Set;

/**
 * What is decided as by nginx's proxy_cache. Immutable, thread-safe.
 *
 * @param rules which responses are kept
 * @param bypass requests that are not answered from the cache
 * @param noStore whose responses are not kept; asked when they are in
 * @param minUses from which request on a response is kept
 * @param revalidate whether what is too old is checked with the backend
 * @param background whether it is served to the request that has it fetched anew, too
 */
record NginxMode(
        NginxRules rules, TextTest bypass, TextTest noStore, int minUses, boolean revalidate, boolean background) {

    /**
     * That of settings.
     *
     * @throws IllegalArgumentException where a text has an unknown placeholder
     */
    static NginxMode of(CacheConfig.AsNginx config, Freshness freshness, Set<String> ignored) {
        return new NginxMode(
                new NginxRules(freshness, ignored),
                TextTest.of("asNginx.bypass", config.bypass(), FieldNames.Head.REQUEST),
                TextTest.of("asNginx.noStore", config.noStore(), FieldNames.Head.RESPONSE),
                config.minUses(),
                config.revalidate(),
                config.background());
    }
}
