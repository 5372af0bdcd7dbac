@NullMarked
package dev.sekisho.server.redis;

import org.jspecify.annotations.NullMarked;
