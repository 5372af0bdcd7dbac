/** Upstreams: groups of servers, and what {@code proxy_pass} and {@code grpc_pass} lead to. */
@NullMarked
package dev.sekisho.dialect.nginx.upstream;

import org.jspecify.annotations.NullMarked;
