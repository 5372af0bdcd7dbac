package dev.sekisho.policy.quota;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Refusal;
import dev.sekisho.policy.quota.QuotaConfig.Fallback;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts a request of somebody who is known, and refuses it where a period is used up. */
final class QuotaPolicy implements Policy {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaPolicy.class);
    private static final HeaderName LIMIT = HeaderName.of("X-Quota-Limit");
    private static final HeaderName REMAINING = HeaderName.of("X-Quota-Remaining");
    private static final HeaderName RESET = HeaderName.of("X-Quota-Reset");

    private final QuotaConfig config;
    private final Map<String, Allowance> plans;
    private final Allowance others;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Refusal stranger = Refusal.of(Reason.AUTH_MISSING, "unauthorized", "");
    private final Refusal used = Refusal.of(Reason.QUOTA, "quota_exceeded", "");
    private final Refusal failed = Refusal.of(Reason.INTERNAL, "internal_server_error", "");

    QuotaPolicy(
            QuotaConfig config, Map<String, Allowance> plans, Allowance others, Ledger ledger, InstantSource clock) {
        this.config = config;
        this.plans = plans;
        this.others = others;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Outcome onRequest(Exchange x) {
        Principal who = x.principal();
        if (!who.isKnown()) {
            return config.unknown() == Fallback.PASS
                    ? Outcome.CONTINUE
                    : stranger.reply(x, "quota: nobody is known to count for");
        }
        Allowance allowance = plans.getOrDefault(who.plan(), others);
        if (allowance.isUnlimited()) {
            return Outcome.CONTINUE;
        }
        CompletableFuture<Standing> taken = ledger.take(account(who), allowance, clock.millis());
        if (taken.isDone()) {
            return taken.isCompletedExceptionally() ? uncounted(x, taken.exceptionNow()) : decide(x, taken.resultNow());
        }
        int serial = x.serial();
        return new Outcome.Await(taken.handleAsync(
                (standing, failure) -> later(x, serial, standing, failure),
                x.loop().eventLoop()));
    }

    private Outcome later(Exchange x, int serial, @Nullable Standing standing, @Nullable Throwable failure) {
        if (x.serial() != serial) {
            return Outcome.CONTINUE; // nobody waits for it any more
        }
        return standing == null ? uncounted(x, failure) : decide(x, standing);
    }

    /** The consumer where there is one, else whoever it is. */
    private String account(Principal who) {
        String name = who.consumerName();
        String whose =
                name.isEmpty() ? "subject/" + who.method() + "/" + encoded(who.subject()) : "consumer/" + encoded(name);
        return encoded(config.name()) + "/" + whose;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Outcome decide(Exchange x, Standing standing) {
        if (standing.admitted()) {
            if (config.headers()) {
                x.attach(standing);
            }
            return Outcome.CONTINUE;
        }
        String seconds = Long.toString(standing.seconds(clock.millis()));
        Outcome outcome = used.with("retryAfter", standing.seconds(clock.millis()))
                .with("limit", standing.limit())
                .with("period", standing.period().label())
                .reply(
                        x,
                        "quota " + config.name() + ": all " + standing.limit() + " of the "
                                + standing.period().label() + " are used");
        if (!(outcome instanceof Outcome.Reply(Response response))) {
            return outcome;
        }
        Response told = response.with(HeaderName.RETRY_AFTER, seconds);
        return new Outcome.Reply(
                config.headers()
                        ? told.with(LIMIT, Long.toString(standing.limit()))
                                .with(REMAINING, "0")
                                .with(RESET, seconds)
                        : told);
    }

    private Outcome uncounted(Exchange x, @Nullable Throwable failure) {
        LOG.debug("quota {}: not counted: {}", config.name(), String.valueOf(failure));
        return config.onStoreFailure() == Fallback.PASS
                ? Outcome.CONTINUE
                : failed.reply(x, "quota " + config.name() + ": the store of counts does not answer");
    }

    @Override
    public Outcome onResponse(Exchange x) {
        if (x.attachment().isPresent() && x.attachment().get() instanceof Standing standing) {
            Headers fields = x.response().headers();
            fields.set(LIMIT, Long.toString(standing.limit()));
            fields.set(REMAINING, Long.toString(standing.remaining()));
            fields.set(RESET, Long.toString(standing.seconds(clock.millis())));
        }
        return Outcome.CONTINUE;
    }
}
