package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.ChangedBody;
import dev.sekisho.policy.FieldList;
import dev.sekisho.policy.compression.CompressionConfig.Choice;
import dev.sekisho.policy.compression.CompressionConfig.EntityTag;
import dev.sekisho.policy.compression.CompressionConfig.Flush;
import dev.sekisho.policy.compression.CompressionConfig.Forwarded;

/**
 * Chooses the coding by the request, which inner policies may change, and decides by the response head. What is not compressed costs
 * no allocation.
 */
final class CompressionPolicy implements Policy {

    private static final FieldList.Member ACCEPT_ENCODING = new FieldList.Member("Accept-Encoding");

    private final Offers offers;
    private final Candidates candidates;
    private final EntityTag etag;
    private final Flush flush;
    private final boolean hide;
    private final boolean named;
    private final boolean vary;

    CompressionPolicy(Offers offers, Candidates candidates, CompressionConfig config) {
        this.offers = offers;
        this.candidates = candidates;
        this.etag = config.etag();
        this.flush = config.flush();
        this.hide = config.acceptEncoding() == Forwarded.REMOVE;
        this.named = config.choice() == Choice.NAMED;
        this.vary = config.vary();
    }

    @Override
    public Outcome onRequest(Exchange x) {
        Headers request = x.request().headers();
        long accepted = named ? AcceptEncoding.readNamed(request) : AcceptEncoding.read(request);
        if (accepted != AcceptEncoding.NOTHING) {
            Offer chosen = offers.choose(accepted);
            if (chosen != null) {
                x.attach(chosen);
            }
        }
        if (hide) {
            request.remove(HeaderName.ACCEPT_ENCODING);
        }
        return Outcome.CONTINUE;
    }

    @Override
    public Outcome onResponse(Exchange x) {
        if (x.response().status() == 304) {
            notModified(x);
        } else if (candidates.include(x)) {
            vary(x.response().headers());
            if (x.attachment().orElse(this) instanceof Offer chosen) {
                compress(x, chosen);
            }
        }
        return Outcome.CONTINUE;
    }

    /** Says what it would have said in a 200, as far as it can be told (RFC 9110 section 15.4.5). */
    private void notModified(Exchange x) {
        Headers response = x.response().headers();
        if (etag == EntityTag.WEAKEN && ChangedBody.isKnownAsWeak(x.request().headers(), response)) {
            ChangedBody.weaken(response);
            vary(response);
        }
    }

    private void vary(Headers response) {
        if (vary) {
            FieldList.vary(response, ACCEPT_ENCODING);
        }
    }

    private void compress(Exchange x, Offer chosen) {
        boolean flushes =
                flush == Flush.PAUSE || flush == Flush.AUTO && x.response().contentLength() < 0;
        if (x.request().method() != Method.HEAD) {
            int loop = x.loop().index();
            Encoder encoder = chosen.pool().take(loop);
            if (encoder == null) {
                chosen.counts().busy().increment();
                return;
            }
            x.filterBody(new CompressingFilter(encoder, chosen, loop, flushes));
        }
        ChangedBody.prepare(x.response());
        Headers response = x.response().headers();
        byte[] coding = chosen.coding().wire();
        response.addChecked(HeaderName.CONTENT_ENCODING, coding, 0, coding.length);
        switch (etag) {
            case WEAKEN -> ChangedBody.weaken(response);
            case STRIP -> response.remove(HeaderName.ETAG);
            case KEEP -> {}
        }
    }
}
