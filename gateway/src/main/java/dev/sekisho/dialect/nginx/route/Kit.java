package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.upstream.Upstreams;
import java.util.List;

/**
 * What routes are made with.
 *
 * @param upstreams where requests are passed to
 * @param aspects everything that settings say of requests and their answers
 * @param answering those of answers alone, for a server that answers before a location is chosen
 * @param names gives each route its name
 */
record Kit(Upstreams upstreams, List<Aspect> aspects, List<Aspect> answering, RouteNames names) {}
