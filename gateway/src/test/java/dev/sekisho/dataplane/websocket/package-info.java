@NullMarked
package dev.sekisho.dataplane.websocket;

import org.jspecify.annotations.NullMarked;
