package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.FieldValue;
import java.util.List;
import java.util.stream.Stream;

/**
 * The head of the answer in place of an error: that of the error, without what described its body. So challenges, Retry-After, Allow,
 * cookies and what other policies have added stay. Immutable, thread-safe.
 *
 * @param status of the answer, 0 for that of the error
 * @param fields to set
 * @param dropped fields that are left out
 */
record Dress(int status, List<Field> fields, List<HeaderName> dropped) {

    /** Its Content-Range tells how long the resource is, and describes no body (RFC 9110 section 15.5.17). */
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private static final HeaderName CONTENT_RANGE = HeaderName.of("Content-Range");

    /** Fields about a representation (RFC 9110 sections 8 and 14, RFC 9530) and its freshness. */
    private static final List<HeaderName> OF_THE_BODY = Stream.of(
                    "Accept-Ranges",
                    "Content-Digest",
                    "Content-Disposition",
                    "Content-Encoding",
                    "Content-Language",
                    "Content-Length",
                    "Content-Location",
                    "Content-MD5",
                    "Content-Range",
                    "Content-Type",
                    "Digest",
                    "ETag",
                    "Expires",
                    "Last-Modified",
                    "Repr-Digest",
                    "Trailer")
            .map(HeaderName::of)
            .toList();

    /** A field to set. */
    record Field(HeaderName name, FieldValue value) {}

    /** Takes copies. */
    Dress {
        fields = List.copyOf(fields);
        dropped = List.copyOf(dropped);
    }

    /** An answer with that body, whose media type a field says that is set already or the content type. */
    Outcome reply(Exchange x, String contentType, byte[] body) {
        strip(x);
        return reply(x, body, contentType);
    }

    private Outcome reply(Exchange x, byte[] body, String contentType) {
        Response response = Response.copyOf(x.response(), body);
        return new Outcome.Reply(
                (contentType.isEmpty() ? response : response.with(HeaderName.CONTENT_TYPE, contentType))
                        .because(x.reason()));
    }

    /** An answer without a body that sends the client elsewhere. */
    Outcome redirect(Exchange x, String location) {
        strip(x);
        x.response().headers().set(HeaderName.LOCATION, location);
        return reply(x, new byte[0], "");
    }

    /** An answer with a body that a service has given, with what its answer says of it. */
    Outcome served(Exchange x, Headers said, byte[] body) {
        strip(x);
        Headers headers = x.response().headers();
        for (HeaderName name : List.of(HeaderName.CONTENT_TYPE, HeaderName.CONTENT_ENCODING)) {
            said.get(name).ifPresent(value -> headers.set(name, value));
        }
        said.getAll(HeaderName.of("Content-Language"))
                .forEach(value -> headers.add(HeaderName.of("Content-Language"), value));
        said.getAll(HeaderName.VARY)
                .forEach(value -> headers.add(HeaderName.VARY, value)); // of its language and encoding
        return reply(x, body, "");
    }

    private void strip(Exchange x) {
        Headers headers = x.response().headers();
        boolean tellsLength = x.response().status() == RANGE_NOT_SATISFIABLE;
        OF_THE_BODY.stream()
                .filter(name -> !(tellsLength && name.equals(CONTENT_RANGE)))
                .forEach(headers::remove);
        dropped.forEach(headers::remove);
        for (Field field : fields) {
            headers.remove(field.name());
            field.value().addTo(headers, field.name(), x);
        }
        if (status != 0) {
            x.response().status(status);
        }
    }
}
