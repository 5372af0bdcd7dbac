package dev.sekisho.dataplane;

import dev.sekisho.dataplane.identity.Principal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. Lives on one event loop and is used again for later requests, so nobody may keep it, or a
 * position in its heads, beyond {@link Policy#onEnd}. Not thread-safe.
 */
public final class Exchange {

    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final int MAX_CAPTURES = 32;
    private static final int EMPTY_LINE = 2; // bytes, behind the fields of a head

    private final LoopContext loop;
    private final RequestHead request = new RequestHead();
    private final ResponseHead response = new ResponseHead();
    private final int[] captures = new int[MAX_CAPTURES * 2];
    private final Caller caller = new Caller();
    private final UpstreamTries upstreamTries = new UpstreamTries();
    private final Places places = new Places();

    private @Nullable ClientStream client;
    private @Nullable UpstreamCall upstream;
    private @Nullable Generation generation;
    private @Nullable ServedRoute route;

    private Principal principal = Principal.NOBODY;
    private int requestIdStart;
    private int requestIdEnd;
    private long startNanos;
    private String cacheStatus = "";
    private long bytesSent;
    private long bytesReceived;
    private String protocol = "";
    private Reason reason = Reason.NONE;
    private String detail = "";
    private WebSocketLimits webSocketLimits = WebSocketLimits.DEFAULT;
    private long requestBodyLimit = Long.MAX_VALUE;
    private boolean bodyPassed;
    private @Nullable UpstreamCall bodyTaker; // of what is left of the request's body, in place of the upstream
    private @Nullable Map<String, String> variables; // that were set or looked up; kept with the exchange
    private Captures captured = Captures.NONE;

    // The chain runner's own state
    int step; // policies whose onRequest ran
    int place; // of the policy that runs, in its chain
    int back; // policies whose onResponse is still to run
    int serial;
    boolean responding;
    boolean headSent;
    boolean ended;
    ByteBuf heldPiece = Unpooled.EMPTY_BUFFER;
    boolean heldLast;

    @Nullable
    BodySource heldSource; // of the response's body, where it is not at hand

    @Nullable
    BodyPath bodies; // where a policy wants them

    @Nullable
    CompletableFuture<? extends Outcome> awaited;

    final Detour detour = new Detour();

    Exchange(LoopContext loop) {
        this.loop = loop;
    }

    void clear() {
        request.clear();
        response.clear();
        client = null;
        upstream = null;
        generation = null;
        route = null;
        caller.clear();
        principal = Principal.NOBODY;
        requestIdStart = requestIdEnd = 0;
        startNanos = 0;
        upstreamTries.clear();
        cacheStatus = "";
        bytesSent = bytesReceived = 0;
        protocol = "";
        reason = Reason.NONE;
        detail = "";
        webSocketLimits = WebSocketLimits.DEFAULT;
        step = back = place = 0;
        places.clear();
        serial++;
        responding = headSent = ended = heldLast = false;
        heldPiece = Unpooled.EMPTY_BUFFER;
        heldSource = null;
        bodies = null;
        requestBodyLimit = Long.MAX_VALUE;
        awaited = null;
        bodyPassed = false;
        bodyTaker = null;
        captured = Captures.NONE;
        if (variables != null) {
            variables.clear();
        }
        detour.clear();
        if (captures[0] != 0) {
            Arrays.fill(captures, 0);
        }
    }

    /** Begins: the head is in. {@code now} is a {@link System#nanoTime} value. */
    public void begin(ClientStream stream, Generation serving, long now) {
        client = stream;
        generation = serving;
        startNanos = now;
        bytesReceived = request.headers().end() + EMPTY_LINE;
        request.allSent();
        protocol = stream.protocol(request);
    }

    /** The protocol of the client's request, as nginx's {@code $server_protocol}: such as HTTP/1.1 or HTTP/2.0. */
    public String protocol() {
        return protocol;
    }

    /** What serves an exchange that has no client, and does not begin: one that only shows what would become of a request. */
    public void shownBy(Generation serving) {
        generation = serving;
    }

    /** The event loop that everything of this exchange runs on. */
    public LoopContext loop() {
        return loop;
    }

    /** The request. */
    public RequestHead request() {
        return request;
    }

    /** The response; its status is 0 until there is one. */
    public ResponseHead response() {
        return response;
    }

    /** The half that speaks with the client. */
    public ClientStream client() {
        if (client == null) {
            throw new IllegalStateException("client stream: none (expected: the exchange has begun)");
        }
        return client;
    }

    /** The half that speaks with the upstream, or null where none does. */
    public @Nullable UpstreamCall upstream() {
        return upstream;
    }

    /** Sets the half that speaks with the upstream. */
    public void upstream(@Nullable UpstreamCall call) {
        upstream = call;
    }

    /** What serves this exchange, from its beginning to its end. */
    public Generation generation() {
        if (generation == null) {
            throw new IllegalStateException("generation: none (expected: the exchange has begun)");
        }
        return generation;
    }

    /** The route, once the router has decided. */
    public ServedRoute route() {
        if (route == null) {
            throw new IllegalStateException("route: none (expected: the router has decided)");
        }
        return route;
    }

    /** Whether the router has decided. */
    public boolean isRouted() {
        return route != null;
    }

    /** Sets the route. */
    public void route(ServedRoute decided) {
        route = decided;
    }

    /** Where the value of the route's variable of that number starts, in the bytes of the request head. */
    public int captureStart(int variable) {
        return captures[variable * 2];
    }

    /** Where the value of the route's variable of that number ends. */
    public int captureEnd(int variable) {
        return captures[variable * 2 + 1];
    }

    /** Notes the value of a variable of the route; variables beyond the 32nd are refused when configuration is built. */
    public void capture(int variable, int start, int end) {
        captures[variable * 2] = start;
        captures[variable * 2 + 1] = end;
    }

    /** Where the request comes from. */
    public Caller caller() {
        return caller;
    }

    /** Who sends the request, as policies have found out so far; {@link Principal#NOBODY} where none has. */
    public Principal principal() {
        return principal;
    }

    /** Sets who sends the request; for policies of authentication. */
    public void principal(Principal known) {
        principal = known;
    }

    /** Where the request id starts, in the bytes of the request head. */
    public int requestIdStart() {
        return requestIdStart;
    }

    /** Where the request id ends. */
    public int requestIdEnd() {
        return requestIdEnd;
    }

    /** Sets the request id. */
    public void requestId(int start, int end) {
        requestIdStart = start;
        requestIdEnd = end;
    }

    /** The request id, as a new String. */
    public String requestIdText() {
        return Ascii.string(request.headers().bytes(), requestIdStart, requestIdEnd);
    }

    /** When the exchange began, a {@link System#nanoTime} value. */
    public long startNanos() {
        return startNanos;
    }

    /** What became of each time that an upstream was asked. */
    public UpstreamTries upstreamTries() {
        return upstreamTries;
    }

    /** How a cache came to the response, such as HIT; empty where none was asked. */
    public String cacheStatus() {
        return cacheStatus;
    }

    /** Sets how a cache came to the response. */
    public void cacheStatus(String status) {
        cacheStatus = status;
    }

    /** An upstream has answered with that status, which the response is. */
    public void upstreamStatus(int status) {
        upstreamTries.answered(status);
        response.allOfUpstream();
    }

    /** Bytes of the response body that were sent. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Counts bytes of the response body. */
    public void addBytesSent(long more) {
        bytesSent += more;
    }

    /** Bytes of the request that were received: its head, in the form of HTTP/1.1, and its body as far as it came. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Counts bytes of the request body. */
    public void addBytesReceived(long more) {
        bytesReceived += more;
    }

    /**
     * The status that the client saw, or was to see: that of the reason where the exchange was cut short before a final
     * head left (499 where the client went away); 0 where there is neither.
     */
    public int finalStatus() {
        int status = response.status();
        return headSent || status == 101 || reason == Reason.NONE ? status : reason.status();
    }

    /** Why the gateway itself answered or cut the exchange short; {@link Reason#NONE} where it did not. */
    public Reason reason() {
        return reason;
    }

    /** Sets the reason. */
    public void reason(Reason why) {
        reason = why;
    }

    /** What a policy told beyond the reason, for people; empty for nothing. */
    public String detail() {
        return detail;
    }

    /** Tells more than the reason; must not hold a credential. */
    public void detail(String more) {
        detail = more;
    }

    /** What a WebSocket that this exchange opens may do. */
    public WebSocketLimits webSocketLimits() {
        return webSocketLimits;
    }

    /** Sets what a WebSocket that this exchange opens may do; for policies, before the backend is asked. */
    public void webSocketLimits(WebSocketLimits limits) {
        webSocketLimits = limits;
    }

    /** Sets a mark for the policy that runs, which it alone finds again, in its later calls for this exchange. */
    public void mark() {
        places.mark(place);
    }

    /** Whether the policy that runs has set its mark. */
    public boolean isMarked() {
        return places.isMarked(place);
    }

    /** Keeps something for the policy that runs, which it alone finds again, in its later calls for this exchange. */
    public void attach(Object what) {
        places.attach(place, what);
    }

    /** What the policy that runs has kept; empty for nothing. */
    public Optional<Object> attachment() {
        return places.attachment(place);
    }

    /** The same without an allocation: what the policy that runs has kept, or else the other one. */
    public Object attachmentOr(Object other) {
        return places.attachmentOr(place, other);
    }

    /** Notes which variant serves at the place of the policy that runs; allocates only where the chain is longer than any before. */
    void variant(Policy serving) {
        places.variant(place, serving);
    }

    /** The variant that serves at the place of the policy that runs, or else the other one. */
    Policy variantOr(Policy other) {
        return places.variantOr(place, other);
    }

    BodyPath bodyPath() {
        BodyPath path = bodies;
        if (path == null) {
            path = new BodyPath(this, client());
            bodies = path;
            client = path;
        }
        return path;
    }

    /** Has the body of the response pass through a filter, behind those that there are; for policies, while the head is there. */
    public void filterBody(BodyFilter filter) {
        bodyPath().add(filter);
    }

    /**
     * Puts another body in the place of one that is whole, and its length in the head; for {@link GatheredBody#whole}. The array is taken
     * over.
     */
    public void replaceBody(byte[] body) {
        ByteBuf buffer = body.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        Headers headers = responding ? response.headers() : request.headers();
        headers.remove(HeaderName.CONTENT_LENGTH);
        if (responding) {
            heldPiece.release();
            heldPiece = buffer;
            response.contentLength(body.length);
        } else {
            bodyPath().give(buffer, true);
            request.contentLength(body.length);
            headers.add(HeaderName.CONTENT_LENGTH, Integer.toString(body.length));
        }
    }

    /** Who takes the request's body: the half that speaks with the upstream as a rule; null where nobody does yet. */
    public @Nullable UpstreamCall bodyTaker() {
        return bodyTaker == null ? upstream : bodyTaker;
    }

    /** A piece of the request's body goes to a backend, or is lost, so that no other backend gets all of it. */
    public void bodyUsed() {
        bodyPassed = true;
    }

    /** Whether all of the request's body, be it none, can still go to a backend. */
    public boolean isBodyWhole() {
        return !bodyPassed || !request.hasBody();
    }

    /** The request has no body any more; what comes of it goes nowhere. */
    void discardBody() {
        if (request.hasBody() && bodyTaker == null) {
            bodyTaker = DiscardedBody.TAKER;
            request.dropBody();
            loop.eventLoop().execute(this::readOn); // not now: what comes may end the exchange
        }
    }

    private void readOn() {
        if (bodyTaker != null && client != null) {
            client.upstreamWritable(true);
        }
    }

    /** Bodies are filtered and gathered anew: what was gathered of the request's stays, nobody holds the old object any more. */
    void renewBodies() {
        BodyPath old = bodies;
        if (old == null) {
            return;
        }
        client = old.client();
        bodies = null;
        ByteBuf given = old.retire();
        if (given != null) {
            bodyPath().give(given, old.isGivenWhole());
        }
    }

    /** What policies know of the exchange alone is forgotten, since others follow. */
    void newChain() {
        upstreamTries.reroute();
        step = back = place = 0;
        places.clear();
        serial++; // what comes late of the old chain is not for the new one
        responding = heldLast = detour.dressed = false;
        requestBodyLimit = Long.MAX_VALUE;
        webSocketLimits = WebSocketLimits.DEFAULT;
        reason = Reason.NONE;
        detail = "";
    }

    /** Whether the exchange has come to its route by way of another one. */
    public boolean isRerouted() {
        return detour.reroutes > 0;
    }

    /** For {@link Policy#onEnd}: whether the request goes on by another route, so that its real end is still to come. */
    public boolean isLeaving() {
        return detour.leaving;
    }

    /** Whether a limit that counts requests once has counted this one, on this route or one before. */
    public boolean isCounted() {
        return detour.counted;
    }

    /** Such a limit has counted it. */
    public void counted() {
        detour.counted = true;
    }

    /** Whether a route has come in place of an error ({@link #replaceError}). */
    public boolean isErrorReplaced() {
        return detour.replaced;
    }

    /**
     * Another route is to come in place of the error that the response is; for policies, before an {@link Outcome.Reroute}.
     *
     * @param status what is answered then, whatever the status of what comes, as long as that is no error of the gateway; 0 for its own
     */
    public void replaceError(int status) {
        detour.replace(status, reason, response);
    }

    /** Whether the client speaks HTTP over TLS, seen through trusted proxies; the listener has written the field that says so. */
    public boolean isSecure() {
        int field = request.headers().find(HeaderName.X_FORWARDED_PROTO);
        return field < 0 || caller.hasPlainFields()
                ? caller.tls() != null
                : request.headers().valueEqualsLower(field, HTTPS);
    }

    /** Whether the response is what has come in place of an error, with the status that was wanted for it. */
    public boolean isReplacement() {
        return detour.dressed;
    }

    /** The status that what comes in place of an error is to have; 0 for its own, or where nothing comes in place of one. */
    public int wantedStatus() {
        return detour.kept;
    }

    /** The value of a variable: as it was set or looked up for this exchange, else as the configuration declares it; empty for none. */
    public String variable(String name) {
        Map<String, String> known = variables;
        String value = known == null ? null : known.get(name);
        if (value != null) {
            return value;
        }
        String found = generation().variables().evaluate(this, name);
        variable(name, found);
        return found;
    }

    /** Sets a variable for the rest of the exchange. */
    public void variable(String name, String value) {
        if (variables == null) {
            variables = new HashMap<>();
        }
        variables.put(name, value);
    }

    /** What the groups of the last regular expression took that matched in a variable or in a policy's steps. */
    public Captures captures() {
        return captured;
    }

    /** A regular expression has matched. */
    public void captures(Captures last) {
        captured = last;
    }

    /** Bytes of the response's body that have come with its head; for policies, while the head is there. */
    public int responseBytesAtHand() {
        return heldPiece.readableBytes();
    }

    /** Longest body of the request that may still come, bytes; {@link Long#MAX_VALUE} for no limit but the listener's. */
    public long requestBodyLimit() {
        return requestBodyLimit;
    }

    /**
     * Refuses a body of the request that turns out longer, with {@link Reason#BODY_TOO_LARGE}; for policies. Of several limits the lowest
     * counts.
     *
     * @param bytes from 0 on
     */
    public void limitRequestBody(long bytes) {
        requestBodyLimit = Math.min(requestBodyLimit, bytes);
    }

    /**
     * The gateway itself tells a client that waits for it to send the body (RFC 9110 section 10.1.1), and the upstream sees no Expect; for
     * policies, from onRequest.
     */
    public void letBodyCome() {
        boolean waits = request.isExpectContinue() && request.hasBody();
        request.expectContinue(false);
        request.headers().remove(HeaderName.EXPECT);
        if (waits) {
            response.status(100);
            client().informational(this);
            response.clear();
        }
    }

    /** Whether the response head has left, so that no other response can be sent. */
    public boolean isHeadSent() {
        return headSent;
    }

    /** A number that changes with every use of this object, to tell a late answer from one for this exchange. */
    public int serial() {
        return serial;
    }
}
