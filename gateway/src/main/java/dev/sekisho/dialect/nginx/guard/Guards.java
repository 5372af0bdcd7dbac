package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.Origin;
import java.util.Optional;

/**
 * What these translators work with. Belongs to one translation.
 *
 * @param in the translation
 * @param naming names upstreams
 * @param texts gives texts with variables the form that they have here
 * @param notes takes what is found
 */
record Guards(Translation in, Naming naming, PlaceTexts texts, Notes notes) {

    /** Names upstreams; see {@code Upstreams}. */
    @FunctionalInterface
    interface Naming {

        /** The upstream for what a place passes on; nothing where there is none, which is reported. */
        Optional<String> named(Place place, Pass pass);
    }

    /** Gives texts the form that they have here; see {@code Place}. */
    @FunctionalInterface
    interface PlaceTexts {

        /** The text with placeholders. */
        String of(Place place, String nginx, Origin at);
    }

    /** A text of a place; one without variables stays as it is. */
    String text(Place place, String nginx, Origin at) {
        return nginx.indexOf('$') < 0 && nginx.indexOf('{') < 0 ? nginx : texts.of(place, nginx, at);
    }
}
