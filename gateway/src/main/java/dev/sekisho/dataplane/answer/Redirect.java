package dev.sekisho.dataplane.answer;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import dev.sekisho.model.Backend;
import java.util.List;

/**
 * A backend that sends the client elsewhere (RFC 9110 section 15.4). What it takes over from the request was checked and
 * normalised, so it cannot split the head; a path of slashes only cannot lead to another host. Thread-safe.
 */
public final class Redirect implements Handler {

    private final Backend.Redirect settings;
    private final List<String> variables;

    /** A redirect whose path may use these variables of the route's template. */
    public Redirect(Backend.Redirect settings, List<String> variables) {
        this.settings = settings;
        this.variables = List.copyOf(variables);
    }

    @Override
    public void handle(Exchange x) {
        RequestHead head = x.request();
        StringBuilder location = new StringBuilder();
        if (settings.scheme().isPresent() || settings.host().isPresent()) {
            location.append(settings.scheme().orElse("http")).append("://");
            location.append(settings.host().orElseGet(head::hostText));
        }
        location.append(settings.path().map(path -> fill(path, x)).orElseGet(head::pathText));
        if (settings.keepQuery()) {
            head.queryText().ifPresent(query -> location.append('?').append(query));
        }
        ChainRunner.reply(
                x,
                Response.of(settings.status())
                        .with(HeaderName.LOCATION, location.toString())
                        .because(Reason.REDIRECT));
    }

    private String fill(String path, Exchange x) {
        String filled = path;
        byte[] bytes = x.request().headers().bytes();
        for (int i = 0; i < variables.size(); i++) {
            String value = Ascii.string(bytes, x.captureStart(i), x.captureEnd(i));
            filled = filled.replace("{" + variables.get(i) + "}", value);
        }
        return filled;
    }
}
