package dev.sekisho.policy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.ApiKey;
import dev.sekisho.model.BasicLogin;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.ConsumerCertificate;
import dev.sekisho.model.HmacLogin;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Store;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Requests as a parser reads them, and what policies know of consumers, for tests of policies without sockets. */
public final class Asked {

    private static final HeadLimits LIMITS = new HeadLimits(16 << 10, 100, 8 << 10);

    private Asked() {}

    /** Sends a request with these fields through a policy; gives the exchange, which has not ended. */
    public static Exchange ask(ChainHarness harness, Policy policy, String target, String... fields) {
        Exchange x = harness.exchange(policy);
        fill(x.request(), target, fields);
        ChainRunner.start(x);
        return x;
    }

    /** Reads a GET with these fields, each char a byte. */
    public static void fill(RequestHead head, String target, String... fields) {
        String text = "GET " + target + " HTTP/1.1\r\nHost: test\r\n"
                + String.join("", List.of(fields).stream().map(f -> f + "\r\n").toList()) + "\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!new RequestParser(LIMITS).parse(head, Unpooled.wrappedBuffer(bytes))) {
            throw new IllegalArgumentException("the head is not whole: " + text);
        }
    }

    /** The target that the backend is asked for. */
    public static String forwarded(Exchange x) {
        RequestHead head = x.request();
        String all = new String(head.headers().bytes(), StandardCharsets.ISO_8859_1);
        if (!head.isTargetChanged()) {
            return all.substring(head.targetStart(), head.targetEnd());
        }
        String query = head.queryText().map(text -> "?" + text).orElse("");
        return all.substring(head.forwardStart(), head.forwardEnd()) + query;
    }

    /** The target as the access log sees it. */
    public static String logged(Exchange x) {
        RequestHead head = x.request();
        return new String(head.headers().bytes(), StandardCharsets.ISO_8859_1)
                .substring(head.shownStart(), head.shownEnd());
    }

    /** Consumers at a time that the clock tells. */
    public static PolicyContext context(InstantSource clock, Consumer... consumers) {
        PolicyServices services = new PolicyServices() {
            @Override
            public InstantSource clock() {
                return clock;
            }

            @Override
            public Fetcher fetcher() {
                return Fetcher.OFFLINE;
            }

            @Override
            public KeyValueStore open(Store store) {
                return KeyValueStore.OFFLINE;
            }

            @Override
            public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
                return first.get();
            }
        };
        return new PolicyContext(Consumers.of(List.of(consumers), List.of()), services);
    }

    /** Consumers, with the clock of the system. */
    public static PolicyContext context(Consumer... consumers) {
        return context(InstantSource.system(), consumers);
    }

    /** A consumer of plan gold and group partners with these keys. */
    public static Consumer consumer(String name, ApiKey... keys) {
        return consumer(name, List.of(keys), List.of(), List.of(), List.of());
    }

    /** A consumer with these logins. */
    public static Consumer consumer(String name, BasicLogin... logins) {
        return consumer(name, List.of(), List.of(logins), List.of(), List.of());
    }

    /** A consumer that signs with these logins. */
    public static Consumer consumer(String name, HmacLogin... logins) {
        return consumer(name, List.of(), List.of(), List.of(logins), List.of());
    }

    /** A login of a consumer that signs. */
    public static HmacLogin hmac(String username, String secret) {
        return new HmacLogin(username, new Secret(secret, ""));
    }

    /** A consumer with these certificates. */
    public static Consumer consumer(String name, ConsumerCertificate... certificates) {
        return consumer(name, List.of(), List.of(), List.of(), List.of(certificates));
    }

    private static Consumer consumer(
            String name,
            List<ApiKey> keys,
            List<BasicLogin> logins,
            List<HmacLogin> hmac,
            List<ConsumerCertificate> certificates) {
        return new Consumer(
                name,
                List.of("partners"),
                Optional.of("gold"),
                keys,
                logins,
                hmac,
                List.of(),
                certificates,
                Origin.NONE);
    }

    /** A key that never ends. */
    public static ApiKey key(String text) {
        return new ApiKey(Optional.of(new Secret(text, "")), Optional.empty(), Optional.empty());
    }

    /** A key that ends. */
    public static ApiKey key(String text, Instant expires) {
        return new ApiKey(Optional.of(new Secret(text, "")), Optional.empty(), Optional.of(expires));
    }
}
