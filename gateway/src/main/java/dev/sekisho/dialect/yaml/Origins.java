package dev.sekisho.dialect.yaml;

import dev.sekisho.model.Consumer;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Route;
import dev.sekisho.model.Store;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.Variable;
import java.util.List;

/** Moves parts of a model to another line. Of the settings of policies only policies that they hold have places. */
final class Origins {

    private Origins() {}

    /** The item of a top-level list, so many lines further down. */
    static Object shift(Object item, int lines) {
        if (lines == 0) {
            return item;
        }
        return switch (item) {
            case Route r -> route(r, lines);
            case Upstream u -> upstream(u, lines);
            case PolicySpec p -> policy(p, lines);
            case Listener l ->
                new Listener(
                        l.name(),
                        l.address(),
                        l.trustedProxies(),
                        l.forwarded(),
                        l.via(),
                        l.proxyProtocol(),
                        l.tls(),
                        l.http2(),
                        l.redirectToHttps(),
                        l.trace(),
                        l.connect(),
                        l.limits(),
                        l.timeouts(),
                        move(l.origin(), lines));
            case StreamListener s -> stream(s, lines);
            case Consumer c ->
                new Consumer(
                        c.name(),
                        c.id(),
                        c.customId(),
                        c.groups(),
                        c.plan(),
                        c.keys(),
                        c.basic(),
                        c.hmac(),
                        c.jwt(),
                        c.certificates(),
                        move(c.origin(), lines));
            case Variable v -> new Variable(v.name(), v.by(), move(v.origin(), lines));
            case Plan p -> new Plan(p.name(), p.description(), p.quota(), move(p.origin(), lines));
            case Store s ->
                new Store(
                        s.name(),
                        s.kind(),
                        s.url(),
                        s.sentinels(),
                        s.master(),
                        s.sentinelPassword(),
                        s.nodes(),
                        s.username(),
                        s.password(),
                        s.ca(),
                        s.timeout(),
                        move(s.origin(), lines));
            default -> throw new IllegalArgumentException(item.getClass() + " (expected: an item of a top-level list)");
        };
    }

    private static StreamListener stream(StreamListener s, int lines) {
        return new StreamListener(
                s.name(),
                s.address(),
                s.protocol(),
                s.to(),
                s.sni(),
                s.tls(),
                s.proxyProtocol(),
                s.access(),
                s.plain(),
                s.limits(),
                s.timeouts(),
                move(s.origin(), lines));
    }

    private static Route route(Route r, int lines) {
        List<PolicyUse> policies = r.policies().isEmpty()
                ? r.policies()
                : r.policies().stream().map(use -> use(use, lines)).toList();
        Origin origin = move(r.origin(), lines);
        return new Route(
                r.name(),
                r.match(),
                r.rank(),
                r.priority(),
                policies,
                r.rewrite(),
                r.errors(),
                r.to(),
                r.timeout(),
                r.timeouts(),
                r.retry(),
                r.fallback(),
                r.mirror(),
                origin);
    }

    private static PolicyUse use(PolicyUse use, int lines) {
        return switch (use) {
            case PolicyUse.Named named -> new PolicyUse.Named(named.name(), move(named.origin(), lines));
            case PolicyUse.Inline inline -> new PolicyUse.Inline(policy(inline.spec(), lines));
        };
    }

    private static PolicySpec policy(PolicySpec p, int lines) {
        Record config = p.config() instanceof PolicyGroup group
                ? group.withPolicies(
                        group.policies().stream().map(use -> use(use, lines)).toList())
                : p.config();
        return new PolicySpec(p.name(), p.type(), config, p.audience(), move(p.origin(), lines));
    }

    private static Upstream upstream(Upstream u, int lines) {
        List<Target> targets = u.targets().stream()
                .map(t -> new Target(
                        t.address(),
                        t.weight(),
                        t.backup(),
                        t.drain(),
                        t.labels(),
                        t.maxRequests(),
                        t.maxFails(),
                        t.failTimeout(),
                        move(t.origin(), lines)))
                .toList();
        return new Upstream(
                u.name(),
                targets,
                u.targetsFile(),
                u.balance(),
                u.health(),
                u.breaker(),
                u.retry(),
                u.limits(),
                u.timeouts(),
                u.pool(),
                u.tls(),
                u.protocol(),
                u.http2(),
                u.proxyProtocol(),
                u.dns(),
                move(u.origin(), lines));
    }

    private static Origin move(Origin origin, int lines) {
        return new Origin(origin.source(), origin.line() + lines, origin.column());
    }
}
