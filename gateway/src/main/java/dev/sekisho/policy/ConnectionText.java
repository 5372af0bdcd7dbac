package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.model.Machine;
import io.netty.util.NetUtil;

/** Texts about the client's connection and this machine that nginx has variables for; see {@link FieldValue}. */
enum ConnectionText implements FieldSource {
    /** Name of this machine: {@code $hostname}. */
    HOST_NAME("hostName"),
    /** Address that the client connected to: {@code $server_addr}. */
    LISTENER_ADDRESS("listenerAddress"),
    /** Address at the other end of the connection, no proxy seen through: {@code $realip_remote_addr}. */
    CONNECTION_ADDRESS("connectionAddress"),
    /** http or https as the connection speaks it, no proxy seen through: {@code $scheme}. */
    CONNECTION_SCHEME("connectionScheme"),
    /** on where the connection is encrypted, else empty: {@code $https}. */
    HTTPS("https"),
    /** h2 or h2c where the client speaks HTTP/2, else empty: {@code $http2}. */
    HTTP2("http2");

    private static final String TWO = "HTTP/2.0";
    private static final String HOST = Machine.name(); // read when a configuration first names any placeholder

    private final String name;

    ConnectionText(String name) {
        this.name = name;
    }

    @Override
    public void put(Exchange x, Headers into) {
        FieldText.put(text(x), into);
    }

    @Override
    public String text(Exchange x) {
        boolean secure = x.caller().tls() != null;
        return switch (this) {
            case HOST_NAME -> HOST;
            case LISTENER_ADDRESS ->
                x.caller().ends() == null
                        ? ""
                        : NetUtil.toAddressString(x.caller().localAddress().getAddress());
            case CONNECTION_ADDRESS ->
                x.caller().ends() == null
                        ? ""
                        : NetUtil.toAddressString(x.caller().peerAddress().getAddress());
            case CONNECTION_SCHEME -> secure ? "https" : "http";
            case HTTPS -> secure ? "on" : "";
            case HTTP2 -> x.protocol().equals(TWO) ? secure ? "h2" : "h2c" : "";
        };
    }

    @Override
    public boolean isKnownEmpty(Exchange x) {
        return this == HTTPS || this == HTTP2;
    }

    @Override
    public String toString() {
        return name;
    }
}
