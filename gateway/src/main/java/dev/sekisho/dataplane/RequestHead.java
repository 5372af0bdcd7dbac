package dev.sekisho.dataplane;

import java.util.List;
import java.util.Optional;

/**
 * The canonical request: method, host, normalised path, query and fields. Router, policies, logs and forwarding all read
 * this one form; nobody parses again. Positions refer to {@code headers().bytes()}.
 *
 * <p>Reused from exchange to exchange on its event loop; not thread-safe.
 */
public final class RequestHead {

    private static final List<HeaderName> OF_THE_BODY = List.of(
            HeaderName.CONTENT_LENGTH,
            HeaderName.TRANSFER_ENCODING,
            HeaderName.CONTENT_TYPE,
            HeaderName.CONTENT_ENCODING,
            HeaderName.EXPECT);

    private final Headers headers = new Headers();
    private Method method = Method.GET;
    private int methodStart;
    private int methodEnd;
    private Method forwardMethod = Method.GET;
    private int forwardMethodStart;
    private int forwardMethodEnd;
    private int askedMethodStart;
    private int askedMethodEnd;
    private int minorVersion = 1;
    private int lineEnd;
    private int targetStart;
    private int targetEnd;
    private int shownStart;
    private int shownEnd;
    private int hostStart;
    private int hostEnd;
    private int pathStart;
    private int pathEnd;
    private int queryStart;
    private int queryEnd;
    private boolean encodedSeparators;
    private boolean targetChanged;
    private int forwardStart;
    private int forwardEnd;
    private boolean keepAlive;
    private boolean upgrade;
    private boolean webSocket;
    private boolean expectContinue;
    private int hostField = -1;
    private boolean forwarded;
    private long contentLength;
    private int connectPort;
    private int sentFields;

    /** Forgets everything. */
    public void clear() {
        headers.clear();
        method = forwardMethod = Method.GET;
        forwardMethodStart = forwardMethodEnd = askedMethodStart = askedMethodEnd = 0;
        methodStart = methodEnd = lineEnd = targetStart = targetEnd = hostStart = hostEnd = 0;
        shownStart = shownEnd = 0;
        pathStart = pathEnd = queryStart = queryEnd = 0;
        minorVersion = 1;
        encodedSeparators = false;
        targetChanged = keepAlive = upgrade = webSocket = expectContinue = false;
        forwardStart = forwardEnd = 0;
        contentLength = 0;
        connectPort = 0;
        sentFields = 0;
        hostField = -1;
        forwarded = false;
    }

    /** Takes over all that the other one holds. */
    public void copy(RequestHead other) {
        headers.copy(other.headers);
        method = other.method;
        methodStart = other.methodStart;
        methodEnd = other.methodEnd;
        forwardMethod = other.forwardMethod;
        forwardMethodStart = other.forwardMethodStart;
        forwardMethodEnd = other.forwardMethodEnd;
        askedMethodStart = other.askedMethodStart;
        askedMethodEnd = other.askedMethodEnd;
        minorVersion = other.minorVersion;
        lineEnd = other.lineEnd;
        targetStart = other.targetStart;
        targetEnd = other.targetEnd;
        shownStart = other.shownStart;
        shownEnd = other.shownEnd;
        hostStart = other.hostStart;
        hostEnd = other.hostEnd;
        pathStart = other.pathStart;
        pathEnd = other.pathEnd;
        queryStart = other.queryStart;
        queryEnd = other.queryEnd;
        encodedSeparators = other.encodedSeparators;
        targetChanged = other.targetChanged;
        forwardStart = other.forwardStart;
        forwardEnd = other.forwardEnd;
        keepAlive = other.keepAlive;
        upgrade = other.upgrade;
        webSocket = other.webSocket;
        expectContinue = other.expectContinue;
        hostField = other.hostField;
        forwarded = other.forwarded;
        contentLength = other.contentLength;
        connectPort = other.connectPort;
        sentFields = other.sentFields;
    }

    /** The fields. */
    public Headers headers() {
        return headers;
    }

    /** The method. */
    public Method method() {
        return method;
    }

    /** The method as it was sent, as a new String where it is not a known one. */
    public String methodText() {
        return method == Method.OTHER ? Ascii.string(headers.bytes(), methodStart, methodEnd) : method.toString();
    }

    /** Where the method starts. */
    public int methodStart() {
        return methodStart;
    }

    /** Where the method ends. */
    public int methodEnd() {
        return methodEnd;
    }

    /** Sets the method, as the parser found it. */
    public void method(Method known, int start, int end) {
        method = forwardMethod = known;
        methodStart = forwardMethodStart = askedMethodStart = start;
        methodEnd = forwardMethodEnd = askedMethodEnd = end;
    }

    /** Where the method starts that the client has sent, for logs. */
    public int askedMethodStart() {
        return askedMethodStart;
    }

    /** Where the method ends that the client has sent. */
    public int askedMethodEnd() {
        return askedMethodEnd;
    }

    /** Another request takes this one's place, by GET, and HEAD stays HEAD; logs know the client's. */
    public void becomeGet() {
        if (method != Method.HEAD && method != Method.GET) {
            int start = askedMethodStart;
            int end = askedMethodEnd;
            forwardMethod(Method.GET);
            method(Method.GET, forwardMethodStart, forwardMethodEnd);
            askedMethodStart = start;
            askedMethodEnd = end;
        }
    }

    /** Has no body any more, nor fields that speak of one. */
    void dropBody() {
        contentLength = 0;
        for (HeaderName name : OF_THE_BODY) {
            headers.remove(name);
        }
    }

    /** Takes back what was changed for one backend: path, method and Host, and what it was told of a prefix that is gone. */
    void forwardAsAsked() {
        if (forwardStart != pathStart || forwardMethodStart != methodStart) {
            forwardPath(pathStart, pathEnd);
            forwardMethod = method;
            forwardMethodStart = methodStart;
            forwardMethodEnd = methodEnd;
            headers.remove(HeaderName.X_FORWARDED_PREFIX);
        }
        restore(HeaderName.HOST);
        restore(HeaderName.ACCEPT_ENCODING);
    }

    /** The field as the client has sent it, in place of what it became. */
    private void restore(HeaderName name) {
        int first = headers.find(name);
        for (int i = 0; i < headers.count(); i++) {
            if (headers.is(i, name) && (first < 0 || i < first)) {
                headers.remove(name);
                headers.restore(i);
                return;
            }
        }
    }

    /** The method for the upstream: the client's, or another one in its place. */
    public Method forwardMethod() {
        return forwardMethod;
    }

    /** Where the method for the upstream starts. */
    public int forwardMethodStart() {
        return forwardMethodStart;
    }

    /** Where the method for the upstream ends. */
    public int forwardMethodEnd() {
        return forwardMethodEnd;
    }

    /** Sets the method for the upstream; the client is answered as its own asks. */
    public void forwardMethod(Method other) {
        byte[] text = Ascii.bytes(other.toString());
        headers.reserve(text.length);
        forwardMethod = other;
        forwardMethodStart = headers.end();
        forwardMethodEnd = Ascii.put(text, headers.bytes(), forwardMethodStart);
        headers.advance(forwardMethodEnd);
        targetChanged = true;
    }

    /** The minor version of HTTP/1; 1 for later protocols. */
    public int minorVersion() {
        return minorVersion;
    }

    /** Sets the minor version. */
    public void minorVersion(int version) {
        minorVersion = version;
    }

    /** Where the request line ends, behind its CRLF. */
    public int lineEnd() {
        return lineEnd;
    }

    /** Sets where the request line ends. */
    public void lineEnd(int end) {
        lineEnd = end;
    }

    /** Number of the Host field that the client sent, or -1. */
    public int hostField() {
        return hostField;
    }

    /** Whether the client sent any of X-Forwarded-*, X-Real-IP and Forwarded. */
    public boolean hasForwarded() {
        return forwarded;
    }

    /** Notes what the rules found: the Host field, and whether fields speak of proxies before. */
    public void found(int host, boolean proxies) {
        hostField = host;
        forwarded = proxies;
    }

    /** Where the request target as sent starts. */
    public int targetStart() {
        return targetStart;
    }

    /** Where the request target as sent ends. */
    public int targetEnd() {
        return targetEnd;
    }

    /** Sets the target as sent. */
    public void target(int start, int end) {
        targetStart = start;
        targetEnd = end;
        shown(start, end);
    }

    /** Where the target starts as logs may show it: without credentials, as far as policies know of any. */
    public int shownStart() {
        return shownStart;
    }

    /** Where the target ends as logs may show it. */
    public int shownEnd() {
        return shownEnd;
    }

    /** Sets the target as logs may show it. */
    public void shown(int start, int end) {
        shownStart = start;
        shownEnd = end;
    }

    /** Where the host starts: lower case, without port and trailing dot. */
    public int hostStart() {
        return hostStart;
    }

    /** Where the host ends; equal to its start where the request names none. */
    public int hostEnd() {
        return hostEnd;
    }

    /** Sets the canonical host. */
    public void host(int start, int end) {
        hostStart = start;
        hostEnd = end;
    }

    /** The host, as a new String; empty where the request names none. */
    public String hostText() {
        return Ascii.string(headers.bytes(), hostStart, hostEnd);
    }

    /** Where the normalised path starts. */
    public int pathStart() {
        return pathStart;
    }

    /** Where the normalised path ends. */
    public int pathEnd() {
        return pathEnd;
    }

    /** Sets the normalised path. */
    public void path(int start, int end) {
        pathStart = start;
        pathEnd = end;
        forwardStart = start;
        forwardEnd = end;
    }

    /** Where the path for the upstream starts: the normalised path, or what a rewrite made of it. */
    public int forwardStart() {
        return forwardStart;
    }

    /** Where the path for the upstream ends. */
    public int forwardEnd() {
        return forwardEnd;
    }

    /** The path for the upstream, as a new String. */
    public String forwardText() {
        return Ascii.string(headers.bytes(), forwardStart, forwardEnd);
    }

    /** Sets the path for the upstream. */
    public void forwardPath(int start, int end) {
        forwardStart = start;
        forwardEnd = end;
        targetChanged = true;
    }

    /** Whether the client wants the connection kept. */
    public boolean isKeepAlive() {
        return keepAlive;
    }

    /** Sets whether the client wants the connection kept. */
    public void keepAlive(boolean wanted) {
        keepAlive = wanted;
    }

    /** Whether the client asks to switch protocols. */
    public boolean isUpgrade() {
        return upgrade;
    }

    /** Sets whether the client asks to switch protocols. */
    public void upgrade(boolean wanted) {
        upgrade = wanted;
    }

    /** Whether the client asks for a WebSocket. */
    public boolean isWebSocket() {
        return webSocket;
    }

    /** Sets whether the client asks for a WebSocket, which whoever speaks with clients decides once. */
    public void webSocket(boolean wanted) {
        webSocket = wanted;
    }

    /** Whether the client waits for 100 before it sends its body. */
    public boolean isExpectContinue() {
        return expectContinue;
    }

    /** Sets whether the client waits for 100. */
    public void expectContinue(boolean waits) {
        expectContinue = waits;
    }

    /** The normalised path, as a new String. */
    public String pathText() {
        return Ascii.string(headers.bytes(), pathStart, pathEnd);
    }

    /** Where the query starts, behind the question mark. */
    public int queryStart() {
        return queryStart;
    }

    /** Where the query ends. */
    public int queryEnd() {
        return queryEnd;
    }

    /** Sets the query; start and end are -1 where there is no question mark. */
    public void query(int start, int end) {
        queryStart = start;
        queryEnd = end;
    }

    /** The query without question mark, as a new String; empty where there is no question mark. */
    public Optional<String> queryText() {
        return queryStart < 0 ? Optional.empty() : Optional.of(Ascii.string(headers.bytes(), queryStart, queryEnd));
    }

    /** Whether the path holds %2F or %5C. */
    public boolean hasEncodedSeparators() {
        return encodedSeparators;
    }

    /** Notes that the path holds %2F or %5C. */
    public void encodedSeparators(boolean found) {
        encodedSeparators = found;
    }

    /** Whether the target as sent is no longer path and query: it was normalised or rewritten. */
    public boolean isTargetChanged() {
        return targetChanged;
    }

    /** Notes that path and query must be written anew. */
    public void targetChanged() {
        targetChanged = true;
    }

    /** The port that CONNECT asks for; 0 for every other method. */
    public int connectPort() {
        return connectPort;
    }

    /** Sets the port that CONNECT asks for. */
    public void connectPort(int port) {
        connectPort = port;
    }

    /** How many fields the client has sent, which come first, removed ones included; 0 where nobody has noted it. */
    public int sentFields() {
        return sentFields;
    }

    /** Notes that all fields that there are by now are the client's. */
    void allSent() {
        if (sentFields == 0) {
            sentFields = headers.count();
        }
    }

    /** Length of the body in bytes; 0 for none, -1 where it is not known beforehand. */
    public long contentLength() {
        return contentLength;
    }

    /** Sets the length of the body. */
    public void contentLength(long length) {
        contentLength = length;
    }

    /** Whether a body follows, be it empty in the end. */
    public boolean hasBody() {
        return contentLength != 0;
    }
}
