package dev.sekisho.policy.cors;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.Optional;

/** The Access-Control fields of answers, made beforehand. Immutable, thread-safe; writing them allocates nothing. */
final class CorsFields {

    private static final HeaderName REQUEST_HEADERS = HeaderName.of("Access-Control-Request-Headers");
    private static final HeaderName REQUEST_PRIVATE_NETWORK = HeaderName.of("Access-Control-Request-Private-Network");
    private static final HeaderName ALLOW_PRIVATE_NETWORK = HeaderName.of("Access-Control-Allow-Private-Network");
    private static final byte[] ANY = {'*'};
    private static final byte[] TRUE = Ascii.bytes("true");
    private static final byte[] NONE = new byte[0];

    private final boolean credentials;
    private final boolean privateNetwork;
    private final byte[] methods;
    private final byte[] headers;
    private final boolean requestedHeaders;
    private final byte[] exposed;
    private final byte[] maxAge;

    CorsFields(
            boolean credentials,
            boolean privateNetwork,
            Optional<String> methods,
            Optional<String> headers,
            boolean requestedHeaders,
            Optional<String> exposed,
            Optional<String> maxAge) {
        this.credentials = credentials;
        this.privateNetwork = privateNetwork;
        this.methods = methods.map(Ascii::bytes).orElse(NONE);
        this.headers = headers.map(Ascii::bytes).orElse(NONE);
        this.requestedHeaders = requestedHeaders;
        this.exposed = exposed.map(Ascii::bytes).orElse(NONE);
        this.maxAge = maxAge.map(Ascii::bytes).orElse(NONE);
    }

    /** Removes what the backend says of cross-origin access: only the policy decides. */
    static void strip(Headers response) {
        for (int i = 0, count = response.count(); i < count; i++) {
            if (!response.isRemoved(i) && isAnswer(response, i)) {
                response.remove(i);
            }
        }
    }

    private static boolean isAnswer(Headers response, int field) {
        HeaderName name = response.known(field);
        return name != null
                && (name == HeaderName.ACCESS_CONTROL_ALLOW_ORIGIN
                        || name == HeaderName.ACCESS_CONTROL_ALLOW_CREDENTIALS
                        || name == HeaderName.ACCESS_CONTROL_ALLOW_METHODS
                        || name == HeaderName.ACCESS_CONTROL_ALLOW_HEADERS
                        || name == HeaderName.ACCESS_CONTROL_EXPOSE_HEADERS
                        || name == HeaderName.ACCESS_CONTROL_MAX_AGE
                        || name.equals(ALLOW_PRIVATE_NETWORK));
    }

    /** Allows every origin. */
    void allowAny(Headers response) {
        response.add(HeaderName.ACCESS_CONTROL_ALLOW_ORIGIN, ANY, 0, ANY.length);
    }

    /** Allows the origin of that field of the request. */
    void allow(Headers response, Headers request, int origin) {
        response.add(
                HeaderName.ACCESS_CONTROL_ALLOW_ORIGIN,
                request.bytes(),
                request.valueStart(origin),
                request.valueEnd(origin));
        if (credentials) {
            response.add(HeaderName.ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE, 0, TRUE.length);
        }
    }

    /** What an allowed preflight is told besides. */
    void preflight(Headers response, Headers request) {
        addIfAny(response, HeaderName.ACCESS_CONTROL_ALLOW_METHODS, methods);
        addIfAny(response, HeaderName.ACCESS_CONTROL_ALLOW_HEADERS, headers);
        int requested = requestedHeaders ? request.find(REQUEST_HEADERS) : -1;
        if (requested >= 0) {
            response.add(
                    HeaderName.ACCESS_CONTROL_ALLOW_HEADERS,
                    request.bytes(),
                    request.valueStart(requested),
                    request.valueEnd(requested));
        }
        addIfAny(response, HeaderName.ACCESS_CONTROL_MAX_AGE, maxAge);
        if (privateNetwork && request.contains(REQUEST_PRIVATE_NETWORK)) {
            response.add(ALLOW_PRIVATE_NETWORK, TRUE, 0, TRUE.length);
        }
    }

    /** What an allowed request that is no preflight is told besides. */
    void expose(Headers response) {
        addIfAny(response, HeaderName.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }

    private static void addIfAny(Headers response, HeaderName name, byte[] value) {
        if (value.length > 0) {
            response.add(name, value, 0, value.length);
        }
    }
}
