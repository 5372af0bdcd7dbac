package dev.sekisho.policy.respond;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.FieldNames;

/**
 * A field or a query parameter whose presence counts, whatever its value. Immutable, thread-safe; looking allocates nothing.
 *
 * @param field name of the field
 * @param parameter name of the parameter, decoded
 */
record Trigger(HeaderName field, byte[] parameter) {

    /**
     * Both of that name.
     *
     * @throws IllegalArgumentException where it is no field name
     */
    static Trigger of(String name) {
        return new Trigger(FieldNames.field("trigger", name), Ascii.bytes(name));
    }

    /** Whether the request has one of both. */
    boolean isIn(RequestHead request) {
        if (request.headers().contains(field)) {
            return true;
        }
        byte[] bytes = request.headers().bytes();
        return request.queryStart() >= 0
                && Pairs.parameter(bytes, request.queryStart(), request.queryEnd(), parameter) != Pairs.NOTHING;
    }
}
