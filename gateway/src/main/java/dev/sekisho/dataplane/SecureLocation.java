package dev.sekisho.dataplane;

/**
 * Where a request in the clear is to be sent over TLS: the same host, path and query. All were checked by then, so none can split a
 * head, and a host that is there cannot be taken for something else.
 */
public final class SecureLocation {

    private static final int USUAL = 443;

    private SecureLocation() {}

    /**
     * The URL for a request that names a host.
     *
     * @param port where TLS is spoken; 443 is left out
     */
    public static String of(RequestHead head, int port) {
        StringBuilder location = new StringBuilder("https://").append(head.hostText());
        if (port != USUAL) {
            location.append(':').append(port);
        }
        String path = head.pathText();
        location.append(path.startsWith("/") ? path : "/"); // the target of OPTIONS may be *
        head.queryText().ifPresent(query -> location.append('?').append(query));
        return location.toString();
    }
}
