package dev.sekisho.model;

/** Which field tells a listener of the client behind a proxy, and whether upstreams are told of clients. */
public record ForwardedFields(
        @Property(
                value = "Field in which trusted proxies tell the client's address.",
                defaultValue = "X-Forwarded-For",
                example = "X-Real-IP")
        String header,

        @Property(
                value =
                        "Whether addresses of trusted proxies in the field are passed over, from the last one on. Where not, the "
                                + "last one is the client's, whosever it is, as with nginx's real_ip_recursive off.",
                defaultValue = "true")
        boolean recursive,

        @Property(
                value =
                        "Whether the upstream is told of the client in X-Forwarded-For, -Host, -Proto and -Port, Forwarded and "
                                + "X-Request-ID. Where not, what the client has sent of these and of X-Real-IP passes as it came, and "
                                + "the connection alone says whether it is encrypted, as with nginx.",
                defaultValue = "true")
        boolean add,

        @Property(
                value =
                        "Whether X-User-*, X-Consumer-*, X-Credential-*, X-Authenticated-* and X-Anonymous-Consumer of clients pass. "
                                + "Only where services take nobody's word in them for who the client is.",
                defaultValue = "false")
        boolean users,

        @Property(
                value =
                        "Whether the id of a request is that which its client has sent in X-Request-ID, where it is harmless, although "
                                + "nothing is added. Where fields are added, it always is.",
                defaultValue = "false")
        boolean requestIds) {

    /** What holds where nothing is said. */
    public static final ForwardedFields DEFAULT = new ForwardedFields("X-Forwarded-For", true, true, false, false);

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException where it is no name of a field (RFC 9110 section 5.1)
     */
    public ForwardedFields {
        if (!Tokens.isToken(header)) {
            throw new IllegalArgumentException("header: " + Tokens.quote(header) + " (expected: the name of a field)");
        }
    }
}
