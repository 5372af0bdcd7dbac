package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

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
        boolean secure = x.tls() != null;
        return switch (this) {
            case HOST_NAME -> Machine.NAME;
            case LISTENER_ADDRESS -> x.ends() == null ? "" : NetUtil.toAddressString(x.localAddress().getAddress());
            case CONNECTION_ADDRESS -> peer(x);
            case CONNECTION_SCHEME -> secure ? "https" : "http";
            case HTTPS -> secure ? "on" : "";
            case HTTP2 -> x.protocol().equals(TWO) ? secure ? "h2" : "h2c" : "";
        };
    }

    private static String peer(Exchange x) {
        Ends ends = x.ends();
        return ends == null ? "" : NetUtil.toAddressString(ends.client().getAddress());
    }

    @Override
    public boolean isKnownEmpty(Exchange x) {
        return this == HTTPS || this == HTTP2;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The name of this machine in lower case, as nginx has it; read once, never looked up in DNS where the system tells it. */
    private static final class Machine {
        static final String NAME = name().toLowerCase(Locale.ROOT);

        private static String name() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            } catch (IOException e) {
                return Optional.ofNullable(System.getenv("HOSTNAME"))
                        .orElseGet(() -> InetAddress.getLoopbackAddress().getHostName());
            }
        }
    }
}
