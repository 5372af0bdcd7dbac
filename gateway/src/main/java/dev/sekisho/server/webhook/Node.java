package dev.sekisho.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine or container is called. */
final class Node {

    private static final String NAME = find();

    private Node() {}

    /** The name of the host; waits the first time. Empty where it is not known. */
    static String name() {
        return NAME;
    }

    private static String find() {
        try {
            String host = System.getenv("HOSTNAME");
            return host == null || host.isEmpty() ? InetAddress.getLocalHost().getHostName() : host;
        } catch (UnknownHostException _) {
            return "";
        }
    }
}
