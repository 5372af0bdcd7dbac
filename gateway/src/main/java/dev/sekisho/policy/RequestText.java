package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Texts about a request that nginx has variables for; see {@link FieldValue}. What is not known is empty. */
enum RequestText implements FieldSource {
    /** Path and query as the client sent them, whatever they have become: {@code $request_uri}. */
    REQUEST_TARGET("requestTarget"),
    /** A question mark where there is a query now: {@code $is_args}. */
    QUERY_MARK("queryMark"),
    /** What the client says of those before it, and the client: {@code $proxy_add_x_forwarded_for}. */
    FORWARDED_FOR("forwardedFor"),
    /** The user that the client names by Basic, true or not: {@code $remote_user} (RFC 7617). */
    BASIC_USER("basicUser"),
    /** OK where the response is whole: {@code $request_completion}. */
    COMPLETION("completion"),
    /** HIT, MISS and so on: {@code $upstream_cache_status}. */
    CACHE_STATUS("cacheStatus");

    private static final int LONGEST_LOGIN = 4096;
    private static final String BASIC = "basic ";
    private static final byte[] ROOT = {'/'};

    private final String name;

    RequestText(String name) {
        this.name = name;
    }

    @Override
    public void put(Exchange x, Headers into) {
        switch (this) {
            case REQUEST_TARGET -> {
                int start = targetStart(x.request());
                int end = x.request().targetEnd();
                if (start < end) {
                    FieldSource.copy(x.request().headers().bytes(), start, end, into);
                } else {
                    FieldSource.copy(ROOT, 0, ROOT.length, into);
                }
            }
            case FORWARDED_FOR -> forwardedFor(x, into);
            case QUERY_MARK, COMPLETION, CACHE_STATUS, BASIC_USER -> FieldText.put(text(x), into);
        }
    }

    /** The values as they were sent, byte by byte: the parser has let no control through. */
    private static void forwardedFor(Exchange x, Headers into) {
        Headers headers = x.request().headers();
        int sent = SentPart.sent(headers, x.request().sentFields());
        int before = into.end();
        SentPart.put(headers, sent, HeaderName.X_FORWARDED_FOR, into);
        if (into.end() > before) {
            FieldSource.copy(SentPart.COMMA, 0, SentPart.COMMA.length, into);
        }
        byte[] client = x.caller().addressText();
        FieldSource.copy(client, 0, client.length, into);
    }

    /** Behind scheme and host where the client has sent those too (RFC 9112 section 3.2.2); at the end where nothing follows them. */
    static int targetStart(RequestHead head) {
        byte[] bytes = head.headers().bytes();
        int start = head.targetStart();
        int end = head.targetEnd();
        if (start == end || bytes[start] == '/') {
            return start;
        }
        int colon = Ascii.indexOf(bytes, start, end, ':');
        boolean absolute = colon >= 0 && colon + 2 < end && bytes[colon + 1] == '/' && bytes[colon + 2] == '/';
        if (!absolute) {
            return start;
        }
        int slash = Ascii.indexOf(bytes, colon + 3, end, '/');
        int mark = Ascii.indexOf(bytes, colon + 3, end, '?');
        int path = slash < 0 || mark >= 0 && mark < slash ? mark : slash;
        return path < 0 ? end : path;
    }

    @Override
    public String text(Exchange x) {
        RequestHead head = x.request();
        return switch (this) {
            case REQUEST_TARGET -> {
                int start = targetStart(head);
                yield start < head.targetEnd() ? Ascii.string(head.headers().bytes(), start, head.targetEnd()) : "/";
            }
            case QUERY_MARK -> head.queryStart() >= 0 && head.queryEnd() > head.queryStart() ? "?" : "";
            case FORWARDED_FOR -> {
                String before = SentPart.text(head.headers(), head.sentFields(), HeaderName.X_FORWARDED_FOR);
                String client =
                        Ascii.string(x.caller().addressText(), 0, x.caller().addressText().length);
                yield before.isEmpty() ? client : before + ", " + client;
            }
            case BASIC_USER -> user(SentPart.text(head.headers(), head.sentFields(), HeaderName.AUTHORIZATION));
            case COMPLETION -> isWhole(x) ? "OK" : "";
            case CACHE_STATUS -> x.cacheStatus();
        };
    }

    private static String user(String field) {
        if (field.length() > LONGEST_LOGIN || !field.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return "";
        }
        try {
            byte[] login =
                    Base64.getDecoder().decode(field.substring(BASIC.length()).strip());
            String text = new String(login, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? "" : text.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** What the gateway itself answers is whole too; its status is that of its reason then. */
    private static boolean isWhole(Exchange x) {
        return x.response().status() != 0
                && (x.reason() == Reason.NONE
                        || x.reason().status() == x.response().status());
    }

    @Override
    public boolean isKnownEmpty(Exchange x) {
        return this == QUERY_MARK || this == COMPLETION;
    }

    @Override
    public boolean isOpen() {
        return this == REQUEST_TARGET || this == QUERY_MARK;
    }

    @Override
    public boolean isOfResponse() {
        return this == COMPLETION || this == CACHE_STATUS;
    }

    @Override
    public String toString() {
        return name;
    }
}
