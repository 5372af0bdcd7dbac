package dev.sekisho.dialect.nginx.draft;

/** One matter of places, such as their limits or the fields of their answers. Belongs to one translation. */
@FunctionalInterface
public interface Aspect {

    /** Adds to the route what the settings of the place say of this matter; what cannot be honoured is reported. */
    void apply(Place place, RouteDraft route);
}
