package dev.sekisho.telemetry;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ServedRoute;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoop;
import java.util.List;
import java.util.Map;

/** Exchanges as they are at their end, without a network. */
public final class Exchanges {

    private Exchanges() {}

    /** The context of a loop that never runs. */
    public static LoopContext loop(int index) {
        return new LoopContext(index, new DefaultEventLoop());
    }

    /** A route that does nothing. */
    public static ServedRoute route(int id, String name, String service) {
        return new ServedRoute(name, service, id, List.of(), x -> {}, Map.of(), false, List.of());
    }

    /** An exchange that began at {@code start}, with a request of these parts as ISO-8859-1. */
    public static Exchange of(LoopContext loop, String method, String target, String agent, long start) {
        Exchange x = loop.acquire();
        x.begin(new NoClient(), new NoGeneration(), start);
        String id = "0198c0de-0000-7000-8000-000000000001";
        Headers headers = x.request().headers();
        int methodEnd = append(headers, method);
        x.request().method(Method.lookup(headers.bytes(), 0, methodEnd), 0, methodEnd);
        int targetStart = append(headers, " ");
        x.request().target(targetStart, append(headers, target));
        int name = append(headers, " HTTP/1.1\r\n");
        int nameEnd = append(headers, "User-Agent");
        int value = append(headers, ": ");
        int valueEnd = append(headers, agent);
        headers.index(name, nameEnd, value, valueEnd);
        int idStart = append(headers, "\r\nX-Request-ID: ");
        x.requestId(idStart, append(headers, id));
        x.caller().address(new byte[] {127, 0, 0, 1}, Ascii.bytes("127.0.0.1"));
        return x;
    }

    private static int append(Headers headers, String text) {
        byte[] bytes = Ascii.bytes(text);
        headers.reserve(bytes.length);
        System.arraycopy(bytes, 0, headers.bytes(), headers.end(), bytes.length);
        headers.advance(headers.end() + bytes.length);
        return headers.end();
    }

    /** A client that takes everything. */
    private static final class NoClient implements ClientStream {
        @Override
        public void informational(Exchange exchange) {}

        @Override
        public void head(Exchange exchange, ByteBuf piece, boolean last) {
            piece.release();
        }

        @Override
        public void body(ByteBuf piece) {
            piece.release();
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void end(ByteBuf trailers) {
            trailers.release();
        }

        @Override
        public void tunnel(Exchange exchange, ByteBuf first) {
            first.release();
        }

        @Override
        public void cut() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void upstreamWritable(boolean writable) {}
    }

    /** A generation that nobody asks. */
    private static final class NoGeneration implements Generation {
        @Override
        public ServedRoute route(Exchange exchange) {
            throw new IllegalStateException("route: asked (expected: never, the exchange is at its end)");
        }

        @Override
        public ExchangeObserver observer() {
            return ExchangeObserver.NONE;
        }

        @Override
        public void entered(int loop) {}

        @Override
        public void left(int loop) {}
    }
}
