package dev.sekisho.dialect.nginx;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.cache.CacheAspects;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Parts;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.field.FieldAspects;
import dev.sekisho.dialect.nginx.guard.GuardAspects;
import dev.sekisho.dialect.nginx.log.LogAspects;
import dev.sekisho.dialect.nginx.route.HttpRoutes;
import dev.sekisho.dialect.nginx.socket.Sockets;
import dev.sekisho.dialect.nginx.stream.Streams;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.text.TextKinds;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.dialect.nginx.upstream.UpstreamAspects;
import dev.sekisho.dialect.nginx.upstream.UpstreamKinds;
import dev.sekisho.dialect.nginx.upstream.Upstreams;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.model.ModelValidator;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Problem;
import dev.sekisho.model.Route;
import dev.sekisho.model.StreamListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Puts the model of a configuration together. Belongs to one compilation. */
final class Assembly {

    /** Kinds of all parts. */
    static final List<DiagnosticKind> KINDS =
            Stream.concat(TextKinds.ALL.stream(), UpstreamKinds.ALL.stream()).toList();

    /** Problems that are nginx's ways, or are told in its words already. */
    private static final Set<String> TOLD = Set.of("model.unused", "model.no-credentials", "model.no-listeners");

    private final NginxConfig config;
    private final ConfigFiles files;
    private final String folder;
    private final String prefix;
    private final Report report;
    private final Repairs repairs;
    private final Parts parts = new Parts();

    /**
     * Of a configuration.
     *
     * @param folder the folder of its main file
     * @param prefix what names of logs and directories start from
     */
    Assembly(NginxConfig config, ConfigFiles files, String folder, String prefix, Report report, Repairs repairs) {
        this.config = config;
        this.files = files;
        this.folder = folder;
        this.prefix = prefix;
        this.report = report;
        this.repairs = repairs;
    }

    /**
     * The model.
     *
     * @param start the start of the file, for findings about the whole
     */
    Model model(Origin start) {
        Translation http = translation(config.http());
        Sockets sockets = Sockets.of(http, repairs.requestIds());
        Upstreams upstreams = new Upstreams(http);
        List<Aspect> answering = new ArrayList<>(LogAspects.of(http));
        answering.addAll(FieldAspects.of(http));
        List<Aspect> aspects = new ArrayList<>(answering);
        aspects.addAll(GuardAspects.of(http, upstreams));
        aspects.addAll(CacheAspects.of(http));
        aspects.addAll(UpstreamAspects.of(http, upstreams));
        List<Route> routes = new ArrayList<>(
                new HttpRoutes(http, sockets, upstreams, aspects, answering, repairs.fallThrough()).all());
        List<Listener> listeners = sockets.listeners();
        List<StreamListener> streams = Streams.of(translation(config.stream()));
        http.texts().variables().forEach(parts::add);
        routes.addAll(parts.routes());
        Model model = new Model(
                listeners,
                parts.upstreams(),
                routes,
                streams,
                List.of(),
                parts.consumers(),
                List.of(),
                parts.stores(),
                parts.variables(),
                LogAspects.telemetry(http));
        validate(model, start);
        return model;
    }

    private Translation translation(NginxConfig.Part part) {
        return new Translation(config, files, folder, prefix, new Texts(part, report), parts, report);
    }

    private void validate(Model model, Origin start) {
        boolean failed = report.failed();
        for (Problem problem : ModelValidator.validate(model, Set.of())) {
            boolean told =
                    TOLD.contains(problem.code()) || failed && problem.code().startsWith("model.no-");
            if (!told) {
                Severity severity = problem.error() ? Severity.ERROR : Severity.WARNING;
                Origin at = problem.at().line() == 0 ? start : problem.at();
                report.addAll(List.of(new Diagnostic(severity, problem.code(), at, problem.message(), problem.fix())));
            }
        }
    }
}
