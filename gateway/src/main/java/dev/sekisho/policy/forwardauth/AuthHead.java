package dev.sekisho.policy.forwardauth;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.GuardedFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The head of the question: the client's fields, and what it asks for, under the names that Traefik's ForwardAuth and examples of
 * nginx's auth_request use. The path is the normalised one, which routes and backend see too. Immutable, thread-safe.
 */
final class AuthHead {

    /** The method of the client's request. */
    static final String KEEP = "keep";

    private static final HeaderName FORWARDED_METHOD = HeaderName.of("X-Forwarded-Method");
    private static final HeaderName FORWARDED_URI = HeaderName.of("X-Forwarded-Uri");
    private static final HeaderName ORIGINAL_METHOD = HeaderName.of("X-Original-Method");
    private static final HeaderName ORIGINAL_URI = HeaderName.of("X-Original-URI");
    static final Set<HeaderName> CREDENTIALS = Set.of(HeaderName.AUTHORIZATION, HeaderName.COOKIE);
    private static final byte[] ZERO = {'0'};

    private final boolean keepsMethod;
    private final Method method;
    private final byte[] methodText;
    private final byte[] path;
    private final HeaderName[] only; // none for all
    private final GuardedFields own; // what a client must not say to the authoriser
    private final boolean tells; // what was asked for
    private final List<Field> set;

    /** A field in place of the client's. */
    private record Field(HeaderName name, FieldValue value) {}

    /**
     * As the settings say.
     *
     * @param given fields that the authoriser gives the backend, and which it must not take from a client
     * @throws IllegalArgumentException where they cannot work
     */
    AuthHead(ForwardAuthConfig config, List<HeaderName> given) {
        this.keepsMethod = config.method().equals(KEEP);
        this.method = keepsMethod ? Method.GET : method(config.method());
        this.methodText = Ascii.bytes(method.toString());
        this.path = path(config.path());
        this.only = config.requestHeaders().stream()
                .map(name -> FieldNames.field("requestHeaders", name))
                .toArray(HeaderName[]::new);
        this.tells = config.originHeaders();
        this.set = fields(config);
        List<HeaderName> names = new ArrayList<>();
        if (tells) {
            names.addAll(List.of(FORWARDED_METHOD, FORWARDED_URI, ORIGINAL_METHOD, ORIGINAL_URI));
        }
        given.stream().filter(name -> !CREDENTIALS.contains(name)).forEach(names::add);
        this.own = new GuardedFields(names);
    }

    private static List<Field> fields(ForwardAuthConfig config) {
        List<Field> fields = new ArrayList<>();
        config.setHeaders().forEach((text, value) -> {
            HeaderName name = FieldNames.field("setHeaders", text);
            if (name.role() != FieldRole.HOST) {
                FieldNames.changeable("setHeaders", text, Head.REQUEST);
            }
            fields.add(new Field(name, FieldValue.parse("setHeaders." + name, value)));
        });
        return List.copyOf(fields);
    }

    private static Method method(String name) {
        try {
            Method method = Method.of(name);
            if (method != Method.CONNECT) {
                return method;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "method: " + FieldNames.printable(name) + " (expected: a method other than CONNECT, or keep)");
    }

    private static byte[] path(String text) {
        if (!text.startsWith("/") || text.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '#')) {
            throw new IllegalArgumentException(
                    "path: " + FieldNames.printable(text) + " (expected: a path, such as /auth)");
        }
        return Ascii.bytes(text);
    }

    /** Makes the question of a copy of the client's head. */
    void write(Exchange x, RequestHead copy) {
        RequestHead client = x.request();
        Headers headers = copy.headers();
        if (only.length > 0) {
            choose(headers);
        }
        own.strip(headers);
        if (tells) {
            add(headers, FORWARDED_METHOD, client.methodStart(), client.methodEnd());
            add(headers, ORIGINAL_METHOD, client.methodStart(), client.methodEnd());
            uri(headers, FORWARDED_URI, client);
            uri(headers, ORIGINAL_URI, client);
        }
        for (int i = 0; i < set.size(); i++) {
            set(headers, set.get(i), x);
        }
        int at;
        if (!keepsMethod || client.method() == Method.CONNECT) {
            at = append(headers, methodText);
            copy.method(method, at, at + methodText.length);
        }
        at = append(headers, path);
        copy.forwardPath(at, at + path.length);
        copy.query(-1, -1);
        if (!copy.method().isSafe()) {
            headers.addChecked(HeaderName.CONTENT_LENGTH, ZERO, 0, 1); // RFC 9110 section 8.6
        }
    }

    private static void set(Headers headers, Field field, Exchange x) {
        headers.remove(field.name);
        field.value.addTo(headers, field.name, x);
        int last = headers.count() - 1;
        if (headers.valueStart(last) == headers.valueEnd(last)) {
            headers.remove(last);
        }
    }

    /** Leaves out what is not listed, and not the gateway's word. */
    private void choose(Headers headers) {
        for (int i = 0, count = headers.count(); i < count; i++) {
            HeaderName known = headers.known(i);
            FieldRole role = known == null ? FieldRole.PLAIN : known.role();
            if (role != FieldRole.FORWARDED && role != FieldRole.REQUEST_ID && !isListed(headers, i)) {
                headers.remove(i);
            }
        }
    }

    private boolean isListed(Headers headers, int field) {
        for (HeaderName name : only) {
            if (headers.is(field, name)) {
                return true;
            }
        }
        return false;
    }

    private static void add(Headers headers, HeaderName name, int start, int end) {
        headers.addChecked(name, headers.bytes(), start, end);
    }

    private static void uri(Headers headers, HeaderName name, RequestHead client) {
        int length = client.pathEnd() - client.pathStart();
        int query = client.queryStart() < 0 ? -1 : client.queryEnd() - client.queryStart();
        int line = headers.begin(name, length + query + 1);
        byte[] bytes = headers.bytes();
        int at = headers.end();
        System.arraycopy(bytes, client.pathStart(), bytes, at, length);
        at += length;
        if (query >= 0) {
            bytes[at++] = '?';
            System.arraycopy(bytes, client.queryStart(), bytes, at, query);
            at += query;
        }
        headers.advance(at);
        headers.finish(name, line);
    }

    private static int append(Headers headers, byte[] text) {
        headers.reserve(text.length);
        int start = headers.end();
        headers.advance(Ascii.put(text, headers.bytes(), start));
        return start;
    }
}
