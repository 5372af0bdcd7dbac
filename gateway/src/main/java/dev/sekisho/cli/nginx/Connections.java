package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.nginx.process.ProcessSettings;
import dev.sekisho.model.ClientLimits;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;

/**
 * {@code worker_connections} of all workers together as the limit of each listener. nginx counts connections to upstreams too,
 * and closes idle ones at its limit; here clients are counted, and at the limit no more are accepted until one closes.
 */
final class Connections {

    private static final long MOST = 10_000_000; // that a listener takes

    private Connections() {}

    /** Number of event loops. */
    static int loops(ProcessSettings settings) {
        return settings.workers().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** The model with the limit. */
    static Model limit(Model model, ProcessSettings settings) {
        int most = (int) Math.min(MOST, (long) settings.connections() * loops(settings));
        return new Model(
                model.listeners().stream().map(each -> limit(each, most)).toList(),
                model.upstreams(),
                model.routes(),
                model.streams(),
                model.policies(),
                model.consumers(),
                model.plans(),
                model.stores(),
                model.variables(),
                model.telemetry());
    }

    private static Listener limit(Listener each, int most) {
        ClientLimits limits = each.limits();
        return new Listener(
                each.name(),
                each.address(),
                each.trustedProxies(),
                each.via(),
                each.proxyProtocol(),
                each.tls(),
                each.http2(),
                each.redirectToHttps(),
                each.trace(),
                each.connect(),
                new ClientLimits(limits.head(), limits.fields(), limits.target(), limits.body(), most),
                each.timeouts(),
                each.origin());
    }
}
