package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TlsConnection;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one client connection, or session, of a stream has come to: counted as it happens, and told as a whole at the end. On
 * its loop.
 */
public final class StreamConnection {

    private static final byte[] NONE = new byte[0];

    private final String stream;
    private final StreamTelemetry telemetry;
    private final LoopContext loop;
    private final long startNanos;
    private InetSocketAddress client;
    private String protocol;
    private String serverName = "";
    private @Nullable TlsConnection tls;
    private String upstream = "";
    private byte[] upstreamAddressText = NONE;
    private long askedNanos;
    private long connectNanos = -1;
    private long received;
    private long sent;
    private String reason = "";
    private boolean counted;

    /** One that begins when the loop last read its clock. */
    StreamConnection(
            String stream, String protocol, InetSocketAddress client, StreamTelemetry telemetry, LoopContext loop) {
        this.stream = stream;
        this.protocol = protocol;
        this.client = client;
        this.telemetry = telemetry;
        this.loop = loop;
        this.startNanos = loop.now();
    }

    // What happens

    /** It is taken. */
    void opened(InetSocketAddress announced) {
        client = announced;
        counted = true;
        telemetry.counts().opened(loop);
    }

    void received(int bytes) {
        received += bytes;
        telemetry.counts().received(loop, bytes);
    }

    void sent(int bytes) {
        sent += bytes;
        telemetry.counts().sent(loop, bytes);
    }

    /** Something failed that is not the end of it. */
    void stumbled(String why) {
        telemetry.counts().failed(why);
    }

    /** It fails; of several reasons the first counts for the end. */
    void failed(String why) {
        telemetry.counts().failed(why);
        ends(why);
    }

    /** It comes to an end that is nobody's failure. */
    void ends(String why) {
        if (reason.isEmpty()) {
            reason = why;
        }
    }

    /** It speaks TLS, and the client asked for that name; empty for none. */
    void tls(String name) {
        protocol = "tls";
        serverName = name;
    }

    /** TLS ends here, and the handshake is done. */
    void secured(TlsConnection connection) {
        tls = connection;
    }

    void upstream(String name) {
        upstream = name;
    }

    /** A target is asked now. */
    void asked(byte[] addressText) {
        upstreamAddressText = addressText;
        askedNanos = loop.now();
        connectNanos = -1;
    }

    /** The target that was asked last is connected. */
    void connected() {
        connectNanos = loop.now() - askedNanos;
    }

    /** It is over; once. */
    void over() {
        if (counted) {
            telemetry.counts().closed(loop);
        }
        telemetry.observer().ended(this);
    }

    // What is told

    /** Name of the stream. */
    public String stream() {
        return stream;
    }

    /** {@code tcp}, {@code udp}, or {@code tls} where a ClientHello was read or TLS ends here. */
    public String protocol() {
        return protocol;
    }

    /** Where the client is, as the PROXY protocol has announced it where it did. */
    public InetSocketAddress client() {
        return client;
    }

    /** The name that the client asked for by SNI, whatever characters it holds; empty where it was not read. */
    public String serverName() {
        return serverName;
    }

    /** The client's TLS connection where it ends here; else null. */
    public @Nullable TlsConnection tls() {
        return tls;
    }

    /** Name of the upstream; empty where none was chosen. */
    public String upstream() {
        return upstream;
    }

    /** The target that was asked last, as ASCII text; empty where none was. Not to be changed. */
    public byte[] upstreamAddressText() {
        return upstreamAddressText;
    }

    /** Time that the last target took to connect, nanoseconds; -1 where it did not. */
    public long connectNanos() {
        return connectNanos;
    }

    /** Bytes that the client has sent. */
    public long received() {
        return received;
    }

    /** Bytes that went to the client. */
    public long sent() {
        return sent;
    }

    /** When it began, a {@link System#nanoTime} value. */
    public long startNanos() {
        return startNanos;
    }

    /** Why it ended where not by itself, such as {@code stream.idle}; else empty. */
    public String reason() {
        return reason;
    }

    /** The event loop that it runs on. */
    public LoopContext loop() {
        return loop;
    }
}
