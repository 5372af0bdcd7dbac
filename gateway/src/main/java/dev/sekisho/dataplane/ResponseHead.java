package dev.sekisho.dataplane;

/**
 * The head of the response on its way to the client. Reused on its event loop; not thread-safe.
 */
public final class ResponseHead {

    private final Headers headers = new Headers();
    private int status;
    private int minorVersion;
    private int reasonStart;
    private int reasonEnd;
    private int lineEnd;
    private long contentLength;
    private long resetCode = -1;
    private int upstreamFields;

    /** Forgets everything. */
    public void clear() {
        headers.clear();
        status = 0;
        minorVersion = 1;
        reasonStart = reasonEnd = lineEnd = 0;
        contentLength = 0;
        resetCode = -1;
        upstreamFields = 0;
    }

    /** Takes over all that the other one holds. */
    public void copy(ResponseHead other) {
        headers.copy(other.headers);
        status = other.status;
        minorVersion = other.minorVersion;
        reasonStart = other.reasonStart;
        reasonEnd = other.reasonEnd;
        lineEnd = other.lineEnd;
        contentLength = other.contentLength;
        resetCode = other.resetCode;
        upstreamFields = other.upstreamFields;
    }

    /** How many fields the upstream has sent, which come first, removed ones included; 0 where it has sent none. */
    public int upstreamFields() {
        return upstreamFields;
    }

    /** Notes that all fields that there are by now are the upstream's. */
    void allOfUpstream() {
        upstreamFields = headers.count();
    }

    /** The fields. */
    public Headers headers() {
        return headers;
    }

    /** The status code; 0 before there is a response. */
    public int status() {
        return status;
    }

    /** Sets the status and drops the reason phrase of another status. */
    public void status(int code) {
        if (code != status) {
            status = code;
            reasonStart = reasonEnd = lineEnd = 0;
        }
    }

    /** The minor version of HTTP/1 that the upstream spoke. */
    public int minorVersion() {
        return minorVersion;
    }

    /** Sets the minor version. */
    public void minorVersion(int version) {
        minorVersion = version;
    }

    /** Where the reason phrase starts. */
    public int reasonStart() {
        return reasonStart;
    }

    /** Where the reason phrase ends; equal to its start where the standard one is to be written. */
    public int reasonEnd() {
        return reasonEnd;
    }

    /** Sets the reason phrase, as the parser found it. */
    public void reason(int start, int end) {
        reasonStart = start;
        reasonEnd = end;
    }

    /**
     * Where the status line as the upstream sent it ends, behind its CRLF; it stands at the beginning of the bytes. 0 where
     * a line must be written.
     */
    public int lineEnd() {
        return lineEnd;
    }

    /** Sets where the status line ends, which stands at the beginning of the bytes as it is to be sent on. */
    public void lineEnd(int end) {
        lineEnd = end;
    }

    /** Length of the body in bytes, -1 where it is not known beforehand; says nothing of answers that have none. */
    public long contentLength() {
        return contentLength;
    }

    /** Sets the length of the body. */
    public void contentLength(long length) {
        contentLength = length;
    }

    /** Whether the status is one of success (RFC 9110 section 15.3), which opens a tunnel where CONNECT was asked. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The error code with which an upstream of HTTP/2 has reset the stream of the response; -1 where it has not. */
    public long resetCode() {
        return resetCode;
    }

    /** Sets the error code of a reset. */
    public void resetCode(long code) {
        resetCode = code;
    }

    /** Whether it has no body, as the answer to that method, whatever its fields say (RFC 9110 section 6.4.1). */
    public boolean isBodiless(Method method) {
        return method == Method.HEAD || status == 204 || status == 304 || status < 200;
    }
}
