package dev.sekisho.policy.responseheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.HeaderEdits;
import java.util.List;
import java.util.Optional;

/** Applies the changes to each response, the gateway's own included; allocates nothing but for charsets and {@code expires}. */
final class ResponseHeadersPolicy implements Policy {

    private final HeaderEdits edits;
    private final Optional<CharsetName> charset;
    private final Optional<Freshness> freshness;
    private final FieldEdit[] single;

    ResponseHeadersPolicy(
            HeaderEdits edits, Optional<CharsetName> charset, Optional<Freshness> freshness, List<FieldEdit> single) {
        this.edits = edits;
        this.charset = charset;
        this.freshness = freshness;
        this.single = single.toArray(FieldEdit[]::new);
    }

    @Override
    public Outcome onResponse(Exchange exchange) {
        edits.apply(exchange.response().headers(), exchange);
        if (charset.isPresent()) {
            charset.get().apply(exchange);
        }
        if (freshness.isPresent()) {
            freshness.get().apply(exchange);
        }
        for (FieldEdit edit : single) {
            edit.apply(exchange);
        }
        return Outcome.CONTINUE;
    }
}
