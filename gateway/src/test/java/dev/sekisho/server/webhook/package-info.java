@NullMarked
package dev.sekisho.server.webhook;

import org.jspecify.annotations.NullMarked;
