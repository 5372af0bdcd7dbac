package dev.sekisho.policy.concurrency;

import dev.sekisho.model.PrincipalUser;
import dev.sekisho.model.Property;
import dev.sekisho.policy.FieldValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Settings of the {@code concurrency} policy. */
public record ConcurrencyConfig(
        @Property(
                value = "Requests that may be under way at once for one key; more are refused.",
                min = "1",
                max = "1000000000",
                example = "200")
        int requests,

        @Property(value = "Status of a refusal.", defaultValue = "503", min = "400", max = "599")
        int status,

        @Property(
                value = "Retry-After of a refusal, whole seconds. None given: the field is not sent.",
                min = "0",
                max = "1d",
                example = "1s")
        Optional<Duration> retryAfter,

        @Property(
                value =
                        "What is counted together: all requests of a route, all of the policy (global), or those of one consumer, credential, plan, address, value of a header, or value of a template.",
                defaultValue = "route")
        Key key,

        @Property(value = "Name of the header; with key: header only.", example = "X-Tenant")
        Optional<String> header,

        @Property(
                value = "Text with the placeholders of request-headers; with key: template only.",
                example = "{consumer} {path}")
        Optional<String> template,

        @Property(
                value = "Leading bits of an IPv6 address that stand for one client; with key: address.",
                defaultValue = "64",
                min = "1",
                max = "128")
        int ipv6Prefix,

        @Property(
                value =
                        "What becomes of requests without the key, such as those of an unknown consumer: they share one count, or pass uncounted.",
                defaultValue = "share")
        Missing missing,

        @Property(
                value = "Whether answers say X-Concurrency-Limit and X-Concurrency-Remaining.",
                defaultValue = "false")
        boolean headers,

        @Property(
                value = "Whether to count only: what would be refused passes, and metrics tell how much that is.",
                defaultValue = "false")
        boolean dryRun,

        @Property(
                value =
                        "Name under which policies with the same key count together, whatever their limits; left out, each"
                                + " policy counts for itself. Not with key: route.",
                example = "clients")
        Optional<String> zone,

        @Property(
                value = "Further limits with keys of their own; a request is let in where all let it in.",
                example = "[{ requests: 100, key: template, template: \"{host}\" }]")
        List<Further> further)
        implements PrincipalUser {

    /** Takes a copy. */
    public ConcurrencyConfig {
        further = List.copyOf(further);
    }

    /** Without zone and further limits. */
    public ConcurrencyConfig(
            int requests,
            int status,
            Optional<Duration> retryAfter,
            Key key,
            Optional<String> header,
            Optional<String> template,
            int ipv6Prefix,
            Missing missing,
            boolean headers,
            boolean dryRun) {
        this(
                requests,
                status,
                retryAfter,
                key,
                header,
                template,
                ipv6Prefix,
                missing,
                headers,
                dryRun,
                Optional.empty(),
                List.of());
    }

    /** The settings of a further limit: its own, all else as here. */
    ConcurrencyConfig with(Further own) {
        return new ConcurrencyConfig(
                own.requests(),
                status,
                retryAfter,
                own.key(),
                own.header(),
                own.template(),
                own.ipv6Prefix(),
                missing,
                headers,
                dryRun,
                own.zone(),
                List.of());
    }

    /** Of each route, as nothing else is said. */
    public ConcurrencyConfig(int requests, int status, Optional<Duration> retryAfter) {
        this(
                requests,
                status,
                retryAfter,
                Key.ROUTE,
                Optional.empty(),
                Optional.empty(),
                64,
                Missing.SHARE,
                false,
                false);
    }

    @Override
    public Optional<String> withoutPrincipal() {
        return further.stream()
                .map(own -> with(own).ownWithoutPrincipal())
                .flatMap(Optional::stream)
                .findFirst()
                .or(this::ownWithoutPrincipal);
    }

    private Optional<String> ownWithoutPrincipal() {
        return switch (key) {
            case CONSUMER, CREDENTIAL, PLAN ->
                Optional.of(empty("key: " + key.name().toLowerCase(Locale.ROOT)));
            case TEMPLATE -> {
                FieldValue value = FieldValue.parse("template", template.orElse(""));
                String setting = "template: " + template.orElse("");
                yield value.isOfPrincipalAlone()
                        ? Optional.of(empty(setting))
                        : value.isOfPrincipal() ? Optional.of(setting + ": tells no clients apart") : Optional.empty();
            }
            case ROUTE, GLOBAL, ADDRESS, HEADER -> Optional.empty();
        };
    }

    private String empty(String setting) {
        return setting + ": empty, so that "
                + (missing == Missing.PASS ? "nothing is counted" : "all requests share one count");
    }

    /** A limit with a key of its own. */
    public record Further(
            @Property(
                    value = "Requests that may be under way at once for one key.",
                    min = "1",
                    max = "1000000000",
                    example = "200")
            int requests,

            @Property(value = "What is counted together, as key of the policy; not route.", example = "global")
            Key key,

            @Property(value = "Name of the header; with key: header only.", example = "X-Tenant")
            Optional<String> header,

            @Property(
                    value = "Text with the placeholders of request-headers; with key: template only.",
                    example = "{host}")
            Optional<String> template,

            @Property(
                    value = "Leading bits of an IPv6 address that stand for one client; with key: address.",
                    defaultValue = "64",
                    min = "1",
                    max = "128")
            int ipv6Prefix,

            @Property(value = "As zone of the policy.", example = "hosts")
            Optional<String> zone) {}

    /** What is counted together. */
    public enum Key {
        /** All requests of a route. */
        ROUTE,
        /** All requests of all routes that share the policy. */
        GLOBAL,
        /** Those of a consumer. */
        CONSUMER,
        /** Those with a credential. */
        CREDENTIAL,
        /** Those of all consumers of a plan. */
        PLAN,
        /** Those of an address, or of a prefix of IPv6. */
        ADDRESS,
        /** Those with the same value of a header. */
        HEADER,
        /** Those with the same value of a template. */
        TEMPLATE
    }

    /** What becomes of requests without the key. */
    public enum Missing {
        /** They share one count. */
        SHARE,
        /** They are not counted. */
        PASS
    }
}
