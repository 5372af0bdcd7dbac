package dev.sekisho.bench.sidebyside;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Entry point of {@code bench/run}. */
public final class Main {

    private static final List<Peer> PEERS = List.of(
            NginxPeer.BUFFERED,
            NginxPeer.UNBUFFERED,
            new HaproxyPeer(),
            NginxPeer.BASIC,
            NginxPeer.AUTHORISER,
            NginxPeer.CERTIFICATE,
            NginxPeer.LIMIT,
            NginxPeer.CACHE,
            NginxPeer.GZIP,
            SpringCloudGatewayPeer.PLAIN,
            SpringCloudGatewayPeer.TOKEN,
            SpringCloudGatewayPeer.REDIS,
            SekishoPeer.PLAIN,
            SekishoPeer.GUARDED,
            SekishoPeer.BASIC,
            SekishoPeer.AUTHORISER,
            SekishoPeer.TOKEN,
            SekishoPeer.TOKEN_ANEW,
            SekishoPeer.CERTIFICATE,
            SekishoPeer.LIMIT,
            SekishoPeer.REDIS,
            SekishoPeer.CACHE,
            SekishoPeer.GZIP,
            DialectPeer.NGINX,
            DialectPeer.NGINX_CONF,
            DialectPeer.NGINX_CONVERTED,
            DialectPeer.KONG_YML,
            DialectPeer.KONG_CONVERTED);

    private Main() {}

    /**
     * Measures and reports.
     *
     * @param args the options of {@code bench/run}, behind the repository's root
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        // Netty, which clients and upstreams of the harness use, would log every detail of its own.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        Options options;
        List<Scenario> scenarios;
        try {
            options = Options.parse(List.of(args).subList(1, args.length).toArray(String[]::new));
            scenarios = Scenarios.named(options.scenarios());
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            System.exit(2);
            return;
        }
        Path root = Path.of(args[0]);
        try (Workspace workspace = Workspace.create(root);
                Recorder recorder = Recorder.open(root.resolve("bench/target/side-by-side.jsonl"))) {
            String results = measure(workspace, recorder, options, scenarios);
            if (options.write()) {
                Files.writeString(root.resolve("bench/RESULTS.md"), results);
            } else {
                System.out.println(results);
            }
        }
    }

    private static String measure(Workspace workspace, Recorder recorder, Options options, List<Scenario> scenarios)
            throws IOException, InterruptedException {
        List<String> facts = new ArrayList<>(Machine.facts());
        facts.add(Wrk.version(workspace));
        facts.add(H2Load.version(workspace));
        List<Peer> peers = prepare(workspace, facts);
        Session session = new Session(
                workspace,
                options,
                workspace.newDirectory("scripts"),
                peers,
                Backend.start(workspace),
                Certificate.create(workspace.newDirectory("certificate")),
                Credentials.create(workspace.newDirectory("credentials")),
                Redis.start(workspace, facts),
                recorder);
        List<Report> reports = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Report report = scenario.run(session);
            System.out.println(Markdown.section(report));
            reports.add(report);
        }
        reports.add(JmhResults.read(workspace.bench().resolve("target/jmh.csv")));
        String notes = Files.readString(workspace.bench().resolve("NOTES.md"));
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        return Markdown.results(date, options.command(), facts, reports, notes);
    }

    /** The peers that can be started here; every version, or the reason for its absence, becomes a fact. */
    private static List<Peer> prepare(Workspace workspace, List<String> facts) throws InterruptedException {
        List<Peer> available = new ArrayList<>();
        for (Peer peer : PEERS) {
            try {
                String version = peer.prepare(workspace);
                available.add(peer);
                if (!facts.contains(version)) {
                    facts.add(version);
                }
            } catch (IOException e) {
                facts.add(peer.name() + ": not available: " + Text.oneLine(e));
            }
        }
        return available;
    }
}
