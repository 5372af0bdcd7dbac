package dev.sekisho.model;

/** Limits on what a client may send; beyond them the answer is 414, 431 or 413, and no connection is accepted. */
public record ClientLimits(
        @Property(
                value = "Size of a request head, request line included; more is answered 431.",
                defaultValue = "16KiB",
                min = "1KiB",
                max = "1MiB")
        Size head,

        @Property(
                value = "Number of header fields; more is answered 431.",
                defaultValue = "100",
                min = "10",
                max = "1000")
        int fields,

        @Property(
                value = "Length of a request target; more is answered 414.",
                defaultValue = "8KiB",
                min = "256B",
                max = "64KiB")
        Size target,

        @Property(value = "Size of a request body; more is answered 413. 0 sets no limit.", defaultValue = "0")
        Size body,

        @Property(
                value = "Connections open at once; at the limit no more are accepted until one closes.",
                defaultValue = "100000",
                min = "1",
                max = "10000000")
        int connections,

        @Property(
                value = "Requests on one connection, with the last of which it closes; 0 sets no limit.",
                defaultValue = "0",
                min = "0",
                max = "10000000")
        int requests) {

    /** Without a limit on the requests of a connection. */
    public ClientLimits(Size head, int fields, Size target, Size body, int connections) {
        this(head, fields, target, body, connections, 0);
    }
}
