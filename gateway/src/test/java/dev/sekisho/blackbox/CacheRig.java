package dev.sekisho.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A backend whose answer tests set, and a gateway with a cache before it. */
final class CacheRig implements AutoCloseable {

    private volatile Function<Message, String> answer;
    private final AtomicInteger asked = new AtomicInteger();
    private final String settings;
    private final int loops;
    private RawUpstream service;
    private TestGateway gateway;

    private CacheRig(String settings, int loops, Function<Message, String> answer) {
        this.settings = settings;
        this.loops = loops;
        this.answer = answer;
        try {
            service = RawUpstream.answering(this::next);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gateway = start();
    }

    static CacheRig start(String settings, Function<Message, String> answer) {
        return new CacheRig(settings, 1, answer);
    }

    /** On two loops. */
    static CacheRig onLoops(String settings, Function<Message, String> answer) {
        return new CacheRig(settings, 2, answer);
    }

    private TestGateway start() {
        return TestGateway.start(yaml(settings, ""), System.getProperty("sekisho.transport", "auto"), loops);
    }

    /** The configuration, with further keys of the upstream. */
    String yaml(String cache, String upstream) {
        return Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", upstream, service))
                + Yaml.routes("name: all, match: { path: /*, encodedSeparators: true }, policies: [ { cache: " + cache
                        + " } ], to: service");
    }

    private String next(Message request) {
        asked.incrementAndGet();
        return answer.apply(request);
    }

    /** From now on the backend answers so. */
    CacheRig answer(Function<Message, String> next) {
        answer = next;
        return this;
    }

    static String ok(String body, String... fields) {
        return response(200, body, fields);
    }

    static String response(int status, String body, String... fields) {
        return "HTTP/1.1 " + status + " Text\r\n" + (status == 304 ? "" : "Content-Length: " + body.length() + "\r\n")
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n" + body;
    }

    /** One request on a connection of its own. */
    Message send(String method, String path, String... fields) throws IOException {
        try (RawClient client = gateway.connect()) {
            return client.send(RawClient.request(method, path, fields)).read(method);
        }
    }

    Message get(String path, String... fields) throws IOException {
        return send("GET", path, fields);
    }

    /** How the cache answered a GET. */
    String status(String path, String... fields) throws IOException {
        return status(get(path, fields));
    }

    static String status(Message message) {
        return message.field("X-Cache-Status").orElse("none");
    }

    /** How often the backend was asked. */
    int asked() {
        return asked.get();
    }

    List<Message> requests() {
        return service.requests();
    }

    TestGateway gateway() {
        return gateway;
    }

    /** Purges by a query. */
    String purge(String query) throws IOException {
        try (RawClient client = RawClient.connect(gateway.admin())) {
            return client.send("POST /caches/purge?" + query
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .read()
                    .text();
        }
    }

    /** The backend is gone. */
    void stopService() throws IOException {
        service.close();
    }

    /** The gateway ends and starts anew. */
    void restart() {
        gateway.close();
        gateway = start();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        service.close();
    }
}
