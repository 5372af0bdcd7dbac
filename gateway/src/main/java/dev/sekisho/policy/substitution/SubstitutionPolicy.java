package dev.sekisho.policy.substitution;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.ChangedBody;
import dev.sekisho.policy.MediaTypes;
import dev.sekisho.policy.substitution.SubstitutionConfig.EntityTag;
import dev.sekisho.policy.substitution.SubstitutionConfig.LastModified;
import java.util.List;

/** Asks the upstream for plain bodies, and has those of the right types searched. */
final class SubstitutionPolicy implements Policy {

    private static final HeaderName CONTENT_RANGE = HeaderName.of("Content-Range");

    private final Patterns patterns;
    private final List<Template> templates;
    private final MediaTypes types;
    private final LastModified lastModified;
    private final EntityTag etag;
    private final Counts counts;

    SubstitutionPolicy(
            Patterns patterns, List<Template> templates, MediaTypes types, SubstitutionConfig config, Counts counts) {
        this.patterns = patterns;
        this.templates = List.copyOf(templates);
        this.types = types;
        this.lastModified = config.lastModified();
        this.etag = config.etag();
        this.counts = counts;
    }

    @Override
    public Outcome onRequest(Exchange x) {
        x.request().headers().remove(HeaderName.ACCEPT_ENCODING);
        return Outcome.CONTINUE;
    }

    @Override
    public Outcome onResponse(Exchange x) {
        ResponseHead head = x.response();
        if (head.status() == 304) {
            notModified(x);
        } else if (isSearched(x)) {
            search(x);
        }
        return Outcome.CONTINUE;
    }

    private boolean isSearched(Exchange x) {
        ResponseHead head = x.response();
        Headers headers = head.headers();
        boolean content = head.status() >= 200 && head.status() != 204 && head.status() != 206;
        if (!content
                || x.request().method() == Method.CONNECT
                || headers.contains(CONTENT_RANGE)
                || !types.cover(headers)) {
            return false;
        }
        if (headers.contains(HeaderName.CONTENT_ENCODING)) {
            counts.encoded().increment();
            return false;
        }
        return true;
    }

    private void search(Exchange x) {
        ResponseHead head = x.response();
        if (!head.isBodiless(x.request().method())) {
            counts.searched().increment();
            x.filterBody(new SubstitutingFilter(x, patterns, templates, counts.replaced()));
        }
        ChangedBody.prepare(head);
        switch (etag) {
            case WEAKEN -> ChangedBody.weaken(head.headers());
            case DROP -> head.headers().remove(HeaderName.ETAG);
        }
        if (lastModified == LastModified.DROP) {
            head.headers().remove(HeaderName.LAST_MODIFIED);
        }
    }

    /** Says what it would have said in a 200, as far as it can be told (RFC 9110 section 15.4.5). */
    private void notModified(Exchange x) {
        Headers response = x.response().headers();
        if (etag == EntityTag.WEAKEN && ChangedBody.isKnownAsWeak(x.request().headers(), response)) {
            ChangedBody.weaken(response);
        }
    }
}
