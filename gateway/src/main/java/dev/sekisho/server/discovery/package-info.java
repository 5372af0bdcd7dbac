/** Finds the endpoints of upstreams: literal addresses, names in the hosts file and in DNS, services, files of targets. */
@NullMarked
package dev.sekisho.server.discovery;

import org.jspecify.annotations.NullMarked;
