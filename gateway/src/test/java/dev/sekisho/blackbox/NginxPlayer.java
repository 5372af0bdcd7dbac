package dev.sekisho.blackbox;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends the requests of a case to one side, and keeps what comes of each. */
final class NginxPlayer {

    private static final int PATIENCE_MILLIS = 8_000;

    private final NginxServices services;
    private final NginxPlace place;
    private final String side;

    NginxPlayer(NginxServices services, NginxPlace place, String side) {
        this.services = services;
        this.place = place;
        this.side = side;
    }

    /** The answers, one for each request, in order. */
    List<NginxAnswer> play(List<NginxRequest> requests) {
        services.take();
        List<NginxAnswer> answers = new ArrayList<>();
        List<Open> open = new ArrayList<>();
        for (NginxRequest request : requests) {
            if (request.has("open")) {
                open.add(new Open(answers.size(), request, begin(request), services.take()));
                answers.add(new NginxAnswer(Optional.empty(), "under way", List.of()));
            } else {
                answers.add(answer(request));
            }
        }
        services.release();
        for (Open each : open) {
            answers.set(each.index(), each.end());
        }
        return answers;
    }

    /** A request under way. */
    private record Open(int index, NginxRequest request, Socket socket, List<NginxServices.Arrival> arrivals) {
        NginxAnswer end() {
            return read(socket, request, arrivals);
        }
    }

    private Socket begin(NginxRequest request) {
        try {
            Socket socket = connect(request);
            socket.getOutputStream().write(request.bytes(this::filled));
            TestGateway.await("a request at a service", Duration.ofSeconds(5), () -> services.count() > 0);
            return socket;
        } catch (IOException e) {
            throw new AssertionError(place.address(side, 1).toString(), e);
        }
    }

    private String filled(String text) {
        return services.fill(place.fill(text, side));
    }

    private Socket connect(NginxRequest request) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(request.option("from", "127.0.0.1"), 0));
        socket.connect(place.address(side, request.number("server", 1)), PATIENCE_MILLIS);
        return socket;
    }

    private NginxAnswer answer(NginxRequest request) {
        TestGateway.pause(request.number("pause", 0));
        try {
            Socket socket = connect(request);
            try {
                socket.getOutputStream().write(request.bytes(this::filled));
            } catch (SocketException e) {
                // it answers before the whole body is there, and closes
            }
            NginxAnswer answer = read(socket, request, List.of());
            if (request.has("copies")) {
                int copies = request.number("copies", 1);
                TestGateway.await(copies + " requests", Duration.ofSeconds(5), () -> services.count() >= copies);
            }
            return new NginxAnswer(answer.message(), answer.none(), services.take());
        } catch (IOException e) {
            return new NginxAnswer(Optional.empty(), e.toString(), services.take());
        } catch (AssertionError e) {
            return new NginxAnswer(Optional.empty(), String.valueOf(e.getMessage()), services.take());
        }
    }

    private static NginxAnswer read(Socket socket, NginxRequest request, List<NginxServices.Arrival> arrivals) {
        try (RawClient client = RawClient.over(socket)) {
            Message message = client.read(request.method());
            while (message.status() < 200 && message.status() != 101) {
                message = client.read(request.method());
            }
            return new NginxAnswer(Optional.of(message), "", arrivals);
        } catch (EOFException e) {
            return new NginxAnswer(Optional.empty(), "closed without an answer", arrivals);
        } catch (SocketTimeoutException e) {
            return new NginxAnswer(Optional.empty(), "no answer in " + PATIENCE_MILLIS + " ms", arrivals);
        } catch (IOException e) {
            return new NginxAnswer(Optional.empty(), e.toString(), arrivals);
        }
    }
}
