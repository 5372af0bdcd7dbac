package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a chain of policies without sockets, on the test's own thread: client, generation and loop of one exchange. */
public final class ChainHarness implements ClientStream, Generation {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopContext loop = new LoopContext(0, channel.eventLoop());

    /** Fields of the backend's answer. */
    private final List<String[]> backendFields = new ArrayList<>();

    private int backendStatus = 200;
    private int backendCalls;
    private int heads;
    private int cuts;
    private int interims;
    private int wanted;
    private int left;
    private int ends;
    private int status;
    private String fields = "";
    private String body = "";
    private boolean last;
    private boolean quiet;
    private final Map<String, ServedRoute> named = new HashMap<>();
    private Optional<ServedRoute> matching = Optional.empty();
    private Variables variables = Variables.NONE;
    private String endedOn = "";
    private final ExchangeObserver observer = x -> {
        ends++;
        endedOn = x.route().name();
    };

    /** A backend that answers with what {@link #backend} says. */
    public final Handler backend = x -> {
        backendCalls++;
        x.response().clear();
        x.response().status(backendStatus);
        for (int i = 0; i < backendFields.size(); i++) { // an iterator would count as an allocation
            field(x.response().headers(), backendFields.get(i)[0], backendFields.get(i)[1]);
        }
        ChainRunner.upstreamHead(x, Unpooled.EMPTY_BUFFER, true);
    };

    /** What the backend answers. */
    public ChainHarness backend(int code, String... namesAndValues) {
        backendStatus = code;
        backendFields.clear();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            backendFields.add(new String[] {namesAndValues[i], namesAndValues[i + 1]});
        }
        return this;
    }

    /** From now on heads are counted and not kept, so that nothing is allocated here. */
    public ChainHarness quiet() {
        quiet = true;
        return this;
    }

    /** Serves a request on a route from beginning to end; {@code prepare} fills in the request. */
    public void serve(ServedRoute route, Consumer<Exchange> prepare) {
        Exchange x = loop.acquire();
        x.begin(this, this, 0);
        x.route(route);
        prepare.accept(x);
        ChainRunner.start(x);
        ChainRunner.end(x);
    }

    /** A GET request without fields, routed to the policies and the backend. */
    public Exchange exchange(Policy... policies) {
        return exchange(backend, policies);
    }

    /** A GET request without fields, routed to the policies and the handler. */
    public Exchange exchange(Handler handler, Policy... policies) {
        Exchange x = loop.acquire();
        x.begin(this, this, 0);
        x.route(new ServedRoute("route", "service", 0, List.of(policies), handler, Map.of(), false, List.of()));
        return x;
    }

    /** A route that exchanges may be sent to by its name. */
    public ChainHarness named(String name, Handler handler, Policy... policies) {
        named.put(name, new ServedRoute(name, "service", 7, List.of(policies), handler, Map.of(), false, List.of()));
        return this;
    }

    /** From now on that named route matches every request. */
    public ChainHarness matching(String name) {
        matching = Optional.ofNullable(named.get(name));
        return this;
    }

    /** The variables of the configuration. */
    public ChainHarness declare(Variables declared) {
        variables = declared;
        return this;
    }

    /** Name of the route on which the last exchange ended. */
    public String endedOn() {
        return endedOn;
    }

    /** Adds a field as a parser does: its name is interned only where somebody interned it before. */
    public static void field(Headers headers, String name, String value) {
        byte[] line = (name + ": " + value + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        int start = headers.end();
        headers.append(Unpooled.wrappedBuffer(line), 0, line.length);
        headers.index(
                start, start + name.length(), start + name.length() + 2, start + name.length() + 2 + value.length());
    }

    /** Runs what waits on the loop. */
    public void runLoop() {
        channel.runPendingTasks();
    }

    /** From now on the time of the loop passes by {@link #advance} alone. */
    public ChainHarness frozen() {
        channel.freezeTime();
        return this;
    }

    /** Lets the time of a frozen loop pass. */
    public void advance(long time, TimeUnit unit) {
        channel.advanceTimeBy(time, unit);
    }

    /** Whether something waits for a time on the loop. */
    public boolean timers() {
        return channel.runScheduledPendingTasks() >= 0;
    }

    /** The loop. */
    public LoopContext loop() {
        return loop;
    }

    /** How many response heads were sent. */
    public int heads() {
        return heads;
    }

    /** How often a response was cut off. */
    public int cuts() {
        return cuts;
    }

    /** How many exchanges have left the generation. */
    public int left() {
        return left;
    }

    /** How many exchanges the observer saw end. */
    public int ends() {
        return ends;
    }

    /** How often the backend was asked. */
    public int backendCalls() {
        return backendCalls;
    }

    /** Status of the last head. */
    public int status() {
        return status;
    }

    /** Fields of the last head, a line each. */
    public String fields() {
        return fields;
    }

    /** How many interim responses were sent. */
    public int interims() {
        return interims;
    }

    /** How often more of the request's body was asked for. */
    public int wanted() {
        return wanted;
    }

    /** What came of the last body. */
    public String body() {
        return body;
    }

    /** Whether the last body was whole. */
    public boolean last() {
        return last;
    }

    @Override
    public void head(Exchange exchange, ByteBuf piece, boolean whole) {
        heads++;
        if (quiet) {
            piece.release();
            return;
        }
        status = exchange.response().status();
        fields = exchange.response().headers().toString();
        body = piece.toString(StandardCharsets.UTF_8);
        last = whole;
        piece.release();
    }

    @Override
    public void cut() {
        cuts++;
    }

    @Override
    public void informational(Exchange exchange) {
        interims++;
    }

    @Override
    public void body(ByteBuf piece) {
        body += piece.toString(StandardCharsets.UTF_8);
        piece.release();
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void end(ByteBuf trailers) {
        last = true;
        trailers.release();
    }

    @Override
    public void tunnel(Exchange exchange, ByteBuf first) {
        throw new AssertionError("tunnel (expected: none here)");
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void upstreamWritable(boolean writable) {
        wanted += writable ? 1 : 0;
    }

    @Override
    public ServedRoute route(Exchange exchange) {
        return matching.orElseGet(exchange::route);
    }

    @Override
    public Optional<ServedRoute> route(Exchange exchange, String name) {
        return Optional.ofNullable(named.get(name));
    }

    @Override
    public Variables variables() {
        return variables;
    }

    @Override
    public ExchangeObserver observer() {
        return observer;
    }

    @Override
    public void entered(int index) {}

    @Override
    public void left(int index) {
        left++;
    }
}
