package dev.sekisho.dataplane;

/** The reason phrases of RFC 9110 section 15 and its registry. */
public final class StatusPhrase {

    private static final String[] PHRASES = new String[600];
    private static final byte[][] BYTES = new byte[600][];

    static {
        put("100 Continue;101 Switching Protocols;103 Early Hints;200 OK;201 Created;202 Accepted;");
        put("203 Non-Authoritative Information;204 No Content;205 Reset Content;206 Partial Content;207 Multi-Status;");
        put("300 Multiple Choices;301 Moved Permanently;302 Found;303 See Other;304 Not Modified;");
        put("307 Temporary Redirect;308 Permanent Redirect;400 Bad Request;401 Unauthorized;402 Payment Required;");
        put("403 Forbidden;404 Not Found;405 Method Not Allowed;406 Not Acceptable;");
        put("407 Proxy Authentication Required;408 Request Timeout;409 Conflict;410 Gone;411 Length Required;");
        put("412 Precondition Failed;413 Content Too Large;414 URI Too Long;415 Unsupported Media Type;");
        put("416 Range Not Satisfiable;417 Expectation Failed;421 Misdirected Request;422 Unprocessable Content;");
        put("423 Locked;424 Failed Dependency;425 Too Early;426 Upgrade Required;428 Precondition Required;");
        put("429 Too Many Requests;431 Request Header Fields Too Large;451 Unavailable For Legal Reasons;");
        put("500 Internal Server Error;501 Not Implemented;502 Bad Gateway;503 Service Unavailable;");
        put("504 Gateway Timeout;505 HTTP Version Not Supported;507 Insufficient Storage;508 Loop Detected;");
        put("511 Network Authentication Required");
        for (int status = 100; status < 600; status++) {
            if (PHRASES[status] == null) {
                PHRASES[status] = "Status " + status;
            }
            BYTES[status] = Ascii.bytes(PHRASES[status]);
        }
    }

    private StatusPhrase() {}

    private static void put(String list) {
        for (String entry : list.split(";")) {
            PHRASES[Integer.parseInt(entry.substring(0, 3))] = entry.substring(4);
        }
    }

    /** The phrase of a status from 100 to 599. */
    public static String of(int status) {
        return PHRASES[status];
    }

    /** The phrase as bytes; not to be changed. */
    public static byte[] bytes(int status) {
        return BYTES[status];
    }
}
