package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.model.Secret;
import dev.sekisho.model.SyslogSeverity;

/**
 * What stands before a record in a syslog message (RFC 5424 section 6.2): priority, version, time, machine, program, neither process
 * nor kind of message, structured data that is the same for all. Immutable, thread-safe.
 */
final class SyslogHead {

    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_APP = 48;
    private static final int LONGEST_DATA = 1024;

    private final byte[] good;
    private final byte[] clientError;
    private final byte[] serverError;
    private final byte[] names;

    /**
     * That of settings.
     *
     * @throws IllegalArgumentException where a name cannot stand in a message
     */
    SyslogHead(SyslogConfig config) {
        this.good = priority(config, config.severity());
        this.clientError = priority(config, config.clientErrorSeverity());
        this.serverError = priority(config, config.serverErrorSeverity());
        String host = name("syslog.hostname", config.hostname().orElse("-"), LONGEST_HOST);
        String app = name("syslog.appName", config.appName(), LONGEST_APP);
        this.names = Ascii.bytes(" " + host + " " + app + " - - " + data(config) + " ");
    }

    /** Elements of names and quoted values, whose quotes, backslashes and brackets are escaped (RFC 5424 section 6.3). */
    private static String data(SyslogConfig config) {
        String data = config.structuredData().map(Secret::reveal).orElse("-");
        String element = "\\[[!#-<>-\\\\^-~]{1,64}( [!#-<>-\\\\^-~]{1,32}=\"([ !#-\\[^-~]|\\\\[\"\\\\\\]])*\")*\\]";
        if (data.length() > LONGEST_DATA || !data.matches("-|(" + element + ")+")) {
            throw new IllegalArgumentException(
                    "syslog.structuredData: not shown (expected: structured data of RFC 5424,"
                            + " such as [token@41058 tag=\"shop\"], at most " + LONGEST_DATA + " bytes)");
        }
        return data;
    }

    private static byte[] priority(SyslogConfig config, SyslogSeverity severity) {
        return Ascii.bytes("<" + config.facility().priority(severity) + ">1 ");
    }

    private static String name(String setting, String text, int longest) {
        if (!text.matches("[!-~]{1," + longest + "}")) {
            throw new IllegalArgumentException(setting + ": \"" + text.replaceAll("[^ -~]", "?") + "\" (expected: 1 to "
                    + longest + " printable characters of ASCII, no blanks)");
        }
        return text;
    }

    /** Writes it. */
    void write(Exchange x, Pen pen) {
        int status = x.finalStatus();
        pen.raw(status >= 500 ? serverError : status >= 400 ? clientError : good);
        pen.time(System.currentTimeMillis());
        pen.raw(names);
    }
}
