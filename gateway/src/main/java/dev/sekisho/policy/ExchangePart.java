package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import java.util.Locale;

/** Parts of an exchange that have no name of their own beneath them; see {@link FieldValue}. */
enum ExchangePart implements FieldSource {
    /** As the client sent it. */
    METHOD,
    /** Http or https, as the client speaks it, seen through trusted proxies. */
    SCHEME,
    /** Without question mark, as it was sent. */
    QUERY,
    /** With question mark, as it was sent; empty where there is none. */
    SEARCH,
    /** Name of the route. */
    ROUTE,
    /** Name of the upstream, or of the kind of backend. */
    SERVICE,
    /** Of the response. */
    STATUS;

    private static final byte[] QUESTION = {'?'};
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");

    @Override
    public void put(Exchange x, Headers into) {
        RequestHead head = x.request();
        byte[] bytes = head.headers().bytes();
        switch (this) {
            case METHOD -> FieldSource.copy(bytes, head.methodStart(), head.methodEnd(), into);
            case SCHEME -> {
                byte[] scheme = Scheme.isSecure(x) ? HTTPS : HTTP;
                FieldSource.copy(scheme, 0, scheme.length, into);
            }
            case QUERY -> FieldSource.copy(bytes, Math.max(head.queryStart(), 0), Math.max(head.queryEnd(), 0), into);
            case SEARCH -> {
                if (head.queryStart() >= 0) {
                    FieldSource.copy(QUESTION, 0, 1, into);
                    FieldSource.copy(bytes, head.queryStart(), head.queryEnd(), into);
                }
            }
            case ROUTE -> FieldText.put(x.route().name(), into);
            case SERVICE -> FieldText.put(x.route().service(), into);
            case STATUS -> {
                into.reserve(22);
                into.advance(
                        Ascii.putDecimal(into.bytes(), into.end(), x.response().status()));
            }
        }
    }

    @Override
    public String text(Exchange x) {
        return switch (this) {
            case METHOD -> x.request().methodText();
            case SCHEME -> Scheme.isSecure(x) ? "https" : "http";
            case QUERY -> x.request().queryText().orElse("");
            case SEARCH -> x.request().queryText().map(query -> "?" + query).orElse("");
            case ROUTE -> x.route().name();
            case SERVICE -> x.route().service();
            case STATUS -> String.valueOf(x.response().status());
        };
    }

    @Override
    public boolean isKnownEmpty(Exchange x) {
        return this == QUERY && x.request().queryStart() >= 0;
    }

    @Override
    public boolean isOpen() {
        return this == QUERY || this == SEARCH;
    }

    @Override
    public boolean isOfResponse() {
        return this == STATUS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
