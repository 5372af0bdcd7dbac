package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.policy.steps.Step;
import java.util.List;

/** Routes that are reached from others of a server. Belongs to one translation. */
interface Jumps {

    /** The route of a named location. */
    String named(String location);

    /**
     * A route of the place's settings that does these steps.
     *
     * @param what what it is for, a part of its name
     * @return its name
     */
    String steps(Place place, String what, List<Step> steps);

    /**
     * A route of the place's settings with this content and no further steps.
     *
     * @param what what it is for, a part of its name
     * @return its name
     */
    String content(Place place, String what, Content content);
}
