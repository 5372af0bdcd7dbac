package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.upstream.Upstreams;
import java.util.List;

/**
 * What protects places: policies {@code size-limit}, {@code rate-limit} and {@code concurrency}, early where credentials are asked for, and
 * {@code ip}, {@code basic}, {@code jwt}, {@code forward-auth} and {@code any-of}; and who gets copies of requests.
 */
public final class GuardAspects {

    private GuardAspects() {}

    /** All of them. */
    public static List<Aspect> of(Translation in, Upstreams upstreams) {
        return of(new Guards(in, upstreams::named, Place::text, new Notes(in.report())));
    }

    /** The same with others who name upstreams and give texts their form. */
    static List<Aspect> of(Guards guards) {
        return List.of(
                new BodyLimit(guards.notes()),
                new RequestLimits(guards),
                new ConnectionLimits(guards),
                new Access(guards),
                new Mirrors(guards),
                new Unlimited(guards));
    }
}
