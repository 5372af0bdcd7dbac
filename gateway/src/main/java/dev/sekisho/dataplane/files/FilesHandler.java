package dev.sekisho.dataplane.files;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Escapes;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ForwardPath;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.upstream.Rewriter;
import dev.sekisho.model.Backend;
import java.util.Optional;

/**
 * A backend that answers GET and HEAD with files, as nginx's root, index, try_files and autoindex do. While a file is looked for, the
 * exchange waits; a client that leaves meanwhile is answered no more. Thread-safe.
 */
public final class FilesHandler implements Handler {

    private static final Response NOT_ALLOWED = Response.of(405)
            .with(HeaderName.ALLOW, "GET, HEAD")
            .withBody("application/json", "{\"error\":\"head.method\",\"message\":\"Files are read only.\"}\n")
            .because(Reason.METHOD);

    private final FileTree tree;
    private final Rewriter rewriter;
    private final FileAnswer answer;
    private final boolean looksFirst;
    private final Optional<Outcome.Reroute> fallback;

    /** A handler over a directory; paths are looked for as the rewriter leaves them. */
    public FilesHandler(Backend.Files settings, FileTree tree, Rewriter rewriter) {
        this.tree = tree;
        this.rewriter = rewriter;
        this.fallback = settings.fallback().map(route -> new Outcome.Reroute(Optional.of(route)));
        this.looksFirst = !settings.tries().isEmpty() || fallback.isPresent();
        this.answer = new FileAnswer(settings, new FileTypes(settings));
    }

    @Override
    public void handle(Exchange x) {
        Method method = x.request().method();
        if (!isRead(method) && method != Method.POST && !looksFirst) { // else what is not there is 404, as with nginx
            ChainRunner.reply(x, NOT_ALLOWED);
            return;
        }
        Reason refused = rewriter.apply(x);
        String path = refused == Reason.NONE ? decoded(x.request()) : "";
        if (refused != Reason.NONE || path.isEmpty()) {
            ChainRunner.fail(x, refused == Reason.NONE ? Reason.FILE_NONE : refused);
            return;
        }
        int serial = x.serial();
        boolean whole = method == Method.GET && !FileAnswer.hasConditions(x);
        tree.look(path, whole, x.loop().eventLoop(), result -> found(x, serial, result));
    }

    private static boolean isRead(Method method) {
        return method == Method.GET || method == Method.HEAD;
    }

    private void found(Exchange x, int serial, FileResult result) {
        x.loop().readClock();
        if (x.serial() != serial || x.isHeadSent()) { // the client has left, or was answered
            result.close();
            return;
        }
        if (!isRead(x.request().method()) && isDenied(x.request().method(), result)) {
            result.close();
            ChainRunner.reply(x, NOT_ALLOWED);
        } else if (result instanceof FileResult.Missing && fallback.isPresent()) {
            ChainRunner.elsewhere(x, fallback.get());
        } else if (result instanceof FileResult.Index(String name)) {
            index(x, name);
        } else {
            answer.give(x, result);
        }
    }

    /** Whether the method, which does not read, is not for what is there. */
    private static boolean isDenied(Method method, FileResult result) {
        return switch (result) {
            case FileResult.Found _, FileResult.Listed _ -> true;
            case FileResult.NeedsSlash _, FileResult.Index _ -> method != Method.POST;
            case FileResult.Missing _, FileResult.Forbidden _, FileResult.Failed _ -> false;
        };
    }

    private static void index(Exchange x, String name) {
        String path = name.startsWith("/") ? name : x.request().pathText() + name;
        Reason refused = ForwardPath.replace(x.request(), path);
        if (refused == Reason.NONE) {
            ChainRunner.elsewhere(x, Outcome.Reroute.MATCHING);
        } else {
            ChainRunner.fail(x, refused);
        }
    }

    /** The path with its escapes decoded; empty where one stands for what no name of a file can hold. */
    private static String decoded(RequestHead head) {
        byte[] bytes = head.headers().bytes();
        String text = Escapes.decode(bytes, head.forwardStart(), head.forwardEnd());
        long slashes = text.chars().filter(c -> c == '/').count();
        for (int i = head.forwardStart(); i < head.forwardEnd(); i++) {
            slashes -= bytes[i] == '/' ? 1 : 0;
        }
        return slashes != 0 || text.indexOf(0) >= 0 || text.indexOf('\\') >= 0 ? "" : text;
    }
}
