@NullMarked
package dev.sekisho.server;

import org.jspecify.annotations.NullMarked;
