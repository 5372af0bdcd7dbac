package dev.sekisho.policy;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.policy.acl.Acl;
import dev.sekisho.policy.answerheaders.AnswerHeaders;
import dev.sekisho.policy.anyof.AnyOf;
import dev.sekisho.policy.basic.Basic;
import dev.sekisho.policy.bots.Bots;
import dev.sekisho.policy.cache.Cache;
import dev.sekisho.policy.compression.Compression;
import dev.sekisho.policy.concurrency.Concurrency;
import dev.sekisho.policy.correlationid.CorrelationId;
import dev.sekisho.policy.cors.Cors;
import dev.sekisho.policy.errorpages.ErrorPages;
import dev.sekisho.policy.fault.Fault;
import dev.sekisho.policy.forwardauth.ForwardAuth;
import dev.sekisho.policy.hmac.Hmac;
import dev.sekisho.policy.introspection.Introspection;
import dev.sekisho.policy.ip.Ip;
import dev.sekisho.policy.jwt.Jwt;
import dev.sekisho.policy.keyauth.KeyAuth;
import dev.sekisho.policy.log.Log;
import dev.sekisho.policy.mtls.Mtls;
import dev.sekisho.policy.onstatus.OnStatus;
import dev.sekisho.policy.quota.Quota;
import dev.sekisho.policy.ratelimit.RateLimit;
import dev.sekisho.policy.ratelimit.response.ResponseRateLimit;
import dev.sekisho.policy.requestbody.RequestBody;
import dev.sekisho.policy.requestheaders.RequestHeaders;
import dev.sekisho.policy.requestline.RequestLine;
import dev.sekisho.policy.requiretls.RequireTls;
import dev.sekisho.policy.respond.Respond;
import dev.sekisho.policy.responsebody.ResponseBody;
import dev.sekisho.policy.responseheaders.ResponseHeaders;
import dev.sekisho.policy.responsestatus.ResponseStatus;
import dev.sekisho.policy.reversemapping.ReverseMapping;
import dev.sekisho.policy.rules.Rules;
import dev.sekisho.policy.scopes.Scopes;
import dev.sekisho.policy.securityheaders.SecurityHeaders;
import dev.sekisho.policy.sizelimit.SizeLimit;
import dev.sekisho.policy.steps.Steps;
import dev.sekisho.policy.substitution.Substitution;
import dev.sekisho.policy.websocket.WebSocket;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one list of policies, in the order in which a chain runs over the request; over the response it runs in reverse.
 * A new policy is one folder and one line here. Thread-safe.
 */
public final class Policies {

    private static final List<Entry> ORDER = List.of(
            new Entry(new ResponseHeaders(), "first, so that it sees every answer last, refusals and errors included"),
            new Entry(
                    new AnswerHeaders(),
                    "among the first, so that every answer passes; behind response-headers, which has the last word"),
            new Entry(new Log(), "among the first, so that it records whatever policies behind it refuse or answer"),
            new Entry(
                    new SecurityHeaders(),
                    "over all others but those before, so that refusals and errors bear its fields too"),
            new Entry(
                    new RequireTls(),
                    "before all that reads the request: what came in the clear has been seen by others already; its answers bear the fields of those before"),
            new Entry(
                    new Cors(),
                    "before whoever asks for credentials: a preflight carries none, a refusal must be readable"),
            new Entry(
                    new WebSocket(),
                    "before whoever asks for credentials: a foreign page's request is refused before the user's are looked at"),
            new Entry(
                    new ErrorPages(),
                    "over all that answers or changes an answer: its pages take the place of the answers of all behind it"),
            new Entry(
                    new OnStatus(),
                    "near the client, so that refusals of all behind it are seen; behind error-pages, whose pages then have the last"
                            + " word"),
            new Entry(
                    new Compression(),
                    "near the client: over the response it compresses what all that changes bodies has made of them"),
            new Entry(
                    new Substitution(),
                    "behind compression, so that it sees plain bodies; before whatever answers, whose bodies it searches too"),
            new Entry(
                    new ResponseStatus(),
                    "before all that may refuse, whose statuses it changes too; what stands before it sees the new"
                            + " status"),
            new Entry(
                    new Steps(),
                    "before all that asks who it is, refuses or counts: the request may leave for another route; behind what"
                            + " dresses answers, which those of its own are too"),
            new Entry(
                    new Early<>(new SizeLimit()),
                    "size-limit before whoever asks for credentials, behind steps, which may choose another route"),
            new Entry(
                    new Early<>(new RateLimit()),
                    "rate-limit before whoever asks for credentials, so that guesses at them count; it knows no client"),
            new Entry(
                    new Early<>(new Concurrency()),
                    "concurrency before whoever asks for credentials: what is under way there counts; behind early-rate-limit, whose"
                            + " waiting takes no place"),
            new Entry(
                    new Bots(),
                    "before whoever asks for credentials: what is refused by its name costs nothing more; a refusal must be readable"),
            new Entry(
                    new Ip(),
                    "before whoever asks for credentials: who may not even ask is not told which would do; a refusal must be readable"),
            new Entry(
                    new AnyOf(Policies::types),
                    "before the policies that it holds: where a route asks for one of them too, the client is known by then"),
            new Entry(new Mtls(), "before tokens, which cost more to check: the handshake has paid for it already"),
            new Entry(
                    new Hmac(), "before whoever takes credentials out of a query, which would change what was signed"),
            new Entry(new Jwt(), "before whatever asks what the client may do or how much: it says who the client is"),
            new Entry(
                    new KeyAuth(), "before all that depends on who it is; behind tokens, which say more of the client"),
            new Entry(new Basic(), "behind keys, which cost less to check"),
            new Entry(new Introspection(), "asks another server, so behind what needs none"),
            new Entry(
                    new ForwardAuth(),
                    "behind all other ways to know the client, which cost no round trip; the authoriser sees what they found"),
            new Entry(new Acl(), "behind all that finds out who it is"),
            new Entry(new Scopes(), "behind who finds out about the client; its answer says which scopes are needed"),
            new Entry(new Rules(), "behind all that finds out about the client, and the last to refuse for it"),
            new Entry(
                    new SizeLimit(),
                    "behind who asks for credentials, before all that counts: what is too large uses up nobody's share"),
            new Entry(
                    new Quota(),
                    "behind who may ask at all, so that strangers use nothing up; before limits that pass sooner, whose refusal would tell less"),
            new Entry(
                    new RateLimit(),
                    "behind who asks for credentials, whose findings are its keys; before what only counts requests under way"),
            new Entry(
                    new ResponseRateLimit(),
                    "behind rate-limit, which counts what is asked for; before all that takes time, since what is used up"
                            + " needs no backend"),
            new Entry(
                    new Concurrency(),
                    "behind who asks for credentials, so that strangers take no place; before all that takes time"),
            new Entry(
                    new Fault(),
                    "behind limits, which see its delays as a slow backend; its conditions see the request as sent"),
            new Entry(
                    new RequestLine(),
                    "behind all that reads method, path and query as the client sent them; its templates see all"
                            + " fields"),
            new Entry(
                    new CorrelationId(),
                    "behind all that may refuse at once; before request-headers and request-body, whose templates may hold its id"),
            new Entry(new RequestHeaders(), "behind all that reads the request as the client sent it"),
            new Entry(
                    new RequestBody(),
                    "behind all that may refuse, since it waits for the body; its templates see all fields"),
            new Entry(
                    new ReverseMapping(),
                    "behind all that answers by itself: only the backend's own names are mapped; a cache behind it keeps them"
                            + " as the backend gave them"),
            new Entry(
                    new ResponseBody(),
                    "near the backend, so that all others see the body that leaves; a cache behind it keeps the"
                            + " backend's own"),
            new Entry(
                    new Cache(),
                    "nearest to the backend: what is kept is what the backend gave for the request as it would have"
                            + " got it"),
            new Entry(new Respond(), "last: nothing behind it would run"));

    /**
     * A line of the list.
     *
     * @param type the policy type
     * @param reason why it stands where it stands
     */
    public record Entry(PolicyType<?> type, String reason) {}

    private Policies() {}

    /** The whole list, in order. */
    public static List<Entry> inOrder() {
        return ORDER;
    }

    private static List<PolicyType<?>> types() {
        return ORDER.stream().<PolicyType<?>>map(Entry::type).toList();
    }

    /** The policy type of that name. */
    public static Optional<PolicyType<?>> find(String name) {
        return ORDER.stream()
                .<PolicyType<?>>map(Entry::type)
                .filter(t -> t.name().equals(name))
                .findFirst();
    }

    /**
     * Place of the policy type in a chain, from 0.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public static int position(String name) {
        return ORDER.indexOf(ORDER.stream()
                .filter(entry -> entry.type().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name)));
    }

    /** The settings record of each policy type by its name, in order; what dialects need to know of policies. */
    public static Map<String, Class<? extends Record>> configTypes() {
        Map<String, Class<? extends Record>> types = new LinkedHashMap<>();
        ORDER.forEach(entry -> types.put(entry.type().name(), entry.type().configType()));
        return Collections.unmodifiableMap(types);
    }

    /**
     * Makes the policy of a specification.
     *
     * @throws IllegalArgumentException where its type is unknown or its settings cannot work
     */
    public static Policy create(PolicySpec spec, PolicyContext context) {
        return create(known(spec), spec.config(), context);
    }

    /** What the policy of a specification does, in one line; throws as {@link #create}. */
    public static String describe(PolicySpec spec) {
        return describe(known(spec), spec.config());
    }

    private static PolicyType<?> known(PolicySpec spec) {
        return find(spec.type()).orElseThrow(() -> unknown(spec.type()));
    }

    private static <C extends Record> Policy create(PolicyType<C> type, Record config, PolicyContext context) {
        return type.create(settings(type, config), context);
    }

    private static <C extends Record> String describe(PolicyType<C> type, Record config) {
        return type.describe(settings(type, config));
    }

    private static <C extends Record> C settings(PolicyType<C> type, Record config) {
        if (!type.configType().isInstance(config)) {
            throw new IllegalArgumentException(type.name() + ": settings of type "
                    + config.getClass().getSimpleName() + " (expected: "
                    + type.configType().getSimpleName() + ")");
        }
        return type.configType().cast(config);
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("policy type " + name + " (expected: one of "
                + String.join(", ", configTypes().keySet()) + ")");
    }
}
