/** {@code proxy_cache} and what belongs to it, as the policy {@code cache}. */
@NullMarked
package dev.sekisho.dialect.nginx.cache;

import org.jspecify.annotations.NullMarked;
