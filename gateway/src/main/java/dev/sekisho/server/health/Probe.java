package dev.sekisho.server.health;

import dev.sekisho.dataplane.upstream.health.HealthRules;
import dev.sekisho.dataplane.upstream.health.ProbeResult;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

/**
 * One probe of a target: a connection, over it perhaps a GET, whose status line alone is read. Blocks, for no longer than the
 * timeout altogether.
 */
final class Probe {

    private static final int MAX_LINE = 256; // bytes of a status line that are looked at

    private final ActiveHealth config;
    private final HealthRules rules;
    private final Address target;
    private final InetSocketAddress where;
    private final long deadline;

    Probe(ActiveHealth config, HealthRules rules, Address target, InetSocketAddress where) {
        this.config = config;
        this.rules = rules;
        this.target = target;
        this.where = where;
        this.deadline = System.nanoTime() + config.timeout().toNanos();
    }

    ProbeResult run() {
        try (Socket plain = new Socket()) {
            plain.connect(where, left());
            if (config.type() == ActiveHealth.Kind.TCP) {
                return ProbeResult.GOOD;
            }
            plain.setSoTimeout(left());
            plain.setTcpNoDelay(true);
            return ask(
                    config.type() == ActiveHealth.Kind.HTTPS ? ProbeTls.over(plain, target, config.verify()) : plain);
        } catch (SocketTimeoutException e) {
            return ProbeResult.TIMEOUT;
        } catch (IOException | GeneralSecurityException e) {
            return System.nanoTime() - deadline >= 0 ? ProbeResult.TIMEOUT : ProbeResult.TCP_FAILURE;
        }
    }

    private ProbeResult ask(Socket socket) throws IOException {
        String request = "GET " + config.path() + " HTTP/1.1\r\nHost: "
                + config.host().orElse(target.toString())
                + "\r\nUser-Agent: sekisho-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        int status = status(socket);
        return rules.isExpected(status) ? ProbeResult.GOOD : ProbeResult.BAD_STATUS;
    }

    /** The status, or 0 where what comes is no status line. */
    private int status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_LINE) {
            socket.setSoTimeout(left());
            int c = in.read();
            if (c < 0 && line.isEmpty()) {
                throw new IOException("closed before an answer");
            }
            if (c < 0 || c == '\n') {
                break;
            }
            line.append((char) c);
        }
        String text = line.toString();
        return text.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?\r?") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    /** What is left of the time, milliseconds. */
    private int left() throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("timeout: " + config.timeout().toMillis() + " ms are over");
        }
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }
}
