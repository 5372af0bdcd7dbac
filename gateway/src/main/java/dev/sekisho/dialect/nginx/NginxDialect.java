package dev.sekisho.dialect.nginx;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.Listen;
import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.doctor.Doctor;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigParser;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.AccessLog;
import dev.sekisho.model.Address;
import dev.sekisho.model.Backend;
import dev.sekisho.model.ClientLimits;
import dev.sekisho.model.ClientTimeouts;
import dev.sekisho.model.Listener;
import dev.sekisho.model.ListenerHttp2;
import dev.sekisho.model.Match;
import dev.sekisho.model.Model;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Route;
import dev.sekisho.model.RouteTimeouts;
import dev.sekisho.model.Size;
import dev.sekisho.model.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The language of nginx, as far as it can be served: locations with a prefix that return a text. Thread-safe. */
public final class NginxDialect implements Dialect {

    private final ConfigFiles files;

    /** The dialect over these files. */
    public NginxDialect(ConfigFiles files, boolean repairs) {
        this.files = files;
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public boolean recognises(Document document) {
        return document.text().contains("events") && document.text().contains("{");
    }

    @Override
    public Compilation compile(List<Document> documents) {
        ConfigTree tree =
                ConfigParser.parse(files, documents.getFirst().source(), "");
        List<Diagnostic> found = Doctor.examine(tree);
        return ConfigCheck.check(tree).error().isPresent()
                ? new Compilation(Model.EMPTY, found)
                : compile(tree, "/etc/nginx/");
    }

    /** Compiles a tree in which nothing is wrong; {@code prefix} is what relative names of logs start from. */
    public static Compilation compile(ConfigTree tree, String prefix) {
        NginxConfig config = ConfigReader.read(tree);
        Report report = new Report();
        List<Listener> listeners = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        for (Server server : config.http().servers().servers()) {
            server.listens().forEach(listen -> listeners.add(listener(listen)));
            server.locations().locations().forEach(location -> route(location, routes, report));
        }
        Optional<String> log = config.http().settings().one("access_log").map(each -> prefix + each.arg(0));
        AccessLog access = log.isEmpty() ? AccessLog.OFF : new AccessLog(true, log, new Size(256 << 10), true);
        Model model = new Model(
                listeners,
                List.of(),
                routes,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Telemetry(access, true, List.of()));
        return new Compilation(model, report.found());
    }

    private static Listener listener(Listen listen) {
        return new Listener(
                listen.address().addresses().getFirst(),
                new Address(listen.address().host(), listen.address().firstPort()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new ListenerHttp2(false, false, 100, new Size(64 << 10), 200),
                Optional.empty(),
                false,
                false,
                new ClientLimits(new Size(16 << 10), 100, new Size(8 << 10), new Size(0), 100_000),
                new ClientTimeouts(
                        Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(75)),
                listen.directive().at());
    }

    private static void route(Location location, List<Route> routes, Report report) {
        for (Step step : location.steps()) {
            if (step instanceof Step.Statement(Directive statement)
                    && statement.name().equals("return")) {
                routes.add(route(location, statement));
                return;
            }
        }
        report.add(DraftKinds.NOT_HONOURED, location.directive().at(), location + " returns nothing", "");
    }

    private static Route route(Location location, Directive statement) {
        return new Route(
                location.name().path(),
                new Match(
                        List.of(),
                        List.of(PathPattern.parse("^" + location.name().path())),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        false),
                0,
                List.of(),
                Rewrite.NONE,
                Map.of(),
                new Backend.Respond(Integer.parseInt(statement.arg(0)), Map.of(), Optional.of(statement.arg(1))),
                Optional.empty(),
                RouteTimeouts.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                statement.at());
    }
}
