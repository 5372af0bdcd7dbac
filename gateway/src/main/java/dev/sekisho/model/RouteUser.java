package dev.sekisho.model;

import java.util.Set;

/** Settings of a policy that sends requests to routes by name; a record. */
public interface RouteUser {

    /** Names of these routes. */
    Set<String> routes();
}
