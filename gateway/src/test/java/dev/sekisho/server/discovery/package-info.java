@NullMarked
package dev.sekisho.server.discovery;

import org.jspecify.annotations.NullMarked;
