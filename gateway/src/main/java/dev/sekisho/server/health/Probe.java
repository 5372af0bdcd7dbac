package dev.sekisho.server.health;

import dev.sekisho.dataplane.upstream.health.HealthRules;
import dev.sekisho.dataplane.upstream.health.ProbeResult;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Address;
import dev.sekisho.model.ProxyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * One probe of a target: a connection, over it perhaps a GET, whose status line alone is read, or a call of gRPC's health
 * service. Blocks, for no longer than the timeout altogether.
 */
final class Probe {

    private static final int MAX_LINE = 256; // bytes of a status line that are looked at

    private final ActiveHealth config;
    private final HealthRules rules;
    private final Address target;
    private final InetSocketAddress where;
    private final ProxyHeader ahead;

    /** A probe of the target at that address; the header goes ahead of everything else. */
    Probe(ActiveHealth config, HealthRules rules, Address target, InetSocketAddress where, ProxyHeader ahead) {
        this.config = config;
        this.rules = rules;
        this.target = target;
        this.where = where;
        this.ahead = ahead;
    }

    ProbeResult run() {
        try (Socket socket = new Socket();
                Deadline deadline = Deadline.of(socket, config.timeout())) {
            try {
                return over(socket);
            } catch (IOException | GeneralSecurityException e) {
                return deadline.isOver() ? ProbeResult.TIMEOUT : ProbeResult.TCP_FAILURE;
            }
        } catch (IOException e) {
            return ProbeResult.TCP_FAILURE; // closing it failed
        }
    }

    private ProbeResult over(Socket plain) throws IOException, GeneralSecurityException {
        plain.connect(where);
        plain.setTcpNoDelay(true);
        OwnHeader.send(ahead, plain.getOutputStream());
        ActiveHealth.Kind type = config.type();
        Socket socket = type.isTls() ? ProbeTls.over(plain, target, config.verify(), type.isGrpc()) : plain;
        return switch (type) {
            case TCP -> ProbeResult.GOOD;
            case HTTP, HTTPS -> ask(socket);
            case GRPC, GRPCS -> new GrpcProbe(config, host()).ask(socket);
        };
    }

    private String host() {
        return config.host().orElse(target.toString());
    }

    private ProbeResult ask(Socket socket) throws IOException {
        String request = "GET " + config.path() + " HTTP/1.1\r\nHost: "
                + host()
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
}
