package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.Translation;
import java.util.Optional;

/** The upstreams that places pass requests to. Belongs to one translation. */
public final class Upstreams {

    private final Translation in;

    /** Those of a translation. */
    public Upstreams(Translation in) {
        this.in = in;
    }

    /**
     * The upstream for what a place passes on, with the timeouts, TLS and connections that the place's settings ask for;
     * added to the translation's parts where no equal one is there yet. Nothing where it cannot be honoured, which is
     * reported. The host of the pass holds no variables.
     *
     * @return its name
     */
    public Optional<String> named(Place place, Pass pass) {
        throw new UnsupportedOperationException(in + place.route() + pass);
    }
}
