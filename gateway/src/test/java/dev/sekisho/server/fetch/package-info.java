@NullMarked
package dev.sekisho.server.fetch;

import org.jspecify.annotations.NullMarked;
