package dev.sekisho.policy.cache.rule;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;

/** Heads of tests. */
final class Heads {

    private Heads() {}

    /** Fields, each a line. */
    static Headers fields(String... lines) {
        Headers headers = new Headers();
        add(headers, lines);
        return headers;
    }

    private static void add(Headers headers, String... lines) {
        for (String line : lines) {
            int colon = line.indexOf(": ");
            ChainHarness.field(headers, line.substring(0, colon), line.substring(colon + 2));
        }
    }

    /** A response. */
    static ResponseHead response(int status, String... lines) {
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(status);
        add(head.headers(), lines);
        return head;
    }
}
