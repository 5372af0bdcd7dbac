package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What wrk sends.
 *
 * @param path the path of the first, or only, request
 * @param script a Lua file that also reports the result
 * @param opensslConf settings of its TLS; plain HTTP where there are none
 */
record WrkLoad(String path, Path script, Optional<Path> opensslConf) implements Load {

    /** wrk runs this at the end; its text report would need parsing of rounded figures with changing units. */
    private static final String REPORT = """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("result %d %d %d %d %d %d\\n", summary.requests, summary.duration,
                latency:percentile(50), latency:percentile(99), e.status,
                e.connect + e.read + e.write + e.timeout))
            end
            """;

    private static final String POST = """
            wrk.method = "POST"
            wrk.body = string.rep("x", 10 * 1024)
            wrk.headers["Content-Type"] = "text/plain"
            """;

    /**
     * All requests are made before the load starts and sent in a shuffled order, each equally often. The shuffle is a
     * walk with a step that shares no factor with the count.
     */
    private static final String ROUTES = """
            local count = %d
            local step = %d
            local prepared = {}
            local at = 0
            init = function(args)
              for i = 0, count - 1 do
                local kind = i %% 3
                local path = kind == 0 and "/exact/r" .. i .. "/list"
                  or kind == 1 and "/prefix/r" .. i .. "/a/b"
                  or "/template/r" .. i .. "/42"
                prepared[i] = wrk.format("GET", path)
              end
            end
            request = function()
              at = (at + step) %% count
              return prepared[at]
            end
            """;

    /** wrk connects anew after each response, and its OpenSSL offers a ticket where it was given one. */
    private static final String CLOSE = "wrk.headers[\"Connection\"] = \"close\"\n";

    /** The same GET for ever. */
    static WrkLoad get(Path directory, String path) throws IOException {
        return of(directory, path, "");
    }

    /** The same GET for ever, with that value of Authorization where there is one. */
    static WrkLoad authorized(Path directory, Optional<String> value) throws IOException {
        String line = "wrk.headers[\"Authorization\"] = \"%s\"\n";
        return of(directory, "/", value.map(line::formatted).orElse(""));
    }

    /** The same GET for ever, by a client that takes gzip. */
    static WrkLoad gzip(Path directory, String path) throws IOException {
        return of(directory, path, "wrk.headers[\"Accept-Encoding\"] = \"gzip\"\n");
    }

    /** GETs, each on a connection of its own. */
    static WrkLoad closing(Path directory, String path) throws IOException {
        return of(directory, path, CLOSE);
    }

    /** The same over TLS. */
    WrkLoad over(Certificate certificate) {
        return new WrkLoad(path, script, Optional.of(certificate.opensslClient()));
    }

    @Override
    public Result run(Workspace workspace, int port, int seconds) throws IOException, InterruptedException {
        return Wrk.run(workspace, port, this, seconds);
    }

    /** A POST with a body of 10 KB. */
    static WrkLoad post10k(Path directory) throws IOException {
        return of(directory, Backend.PATH_POST, POST);
    }

    /** GETs spread evenly over the routes of {@link SekishoConfig#routes}. */
    static WrkLoad routes(Path directory, int count) throws IOException {
        // 7919 is a prime that divides none of the counts used, all powers of ten.
        return of(directory, SekishoConfig.pathOf(0), ROUTES.formatted(count, 7919 % count));
    }

    private static WrkLoad of(Path directory, String path, String script) throws IOException {
        Path file = Files.createTempFile(directory, "load", ".lua");
        return new WrkLoad(path, Files.writeString(file, script + REPORT), Optional.empty());
    }
}
