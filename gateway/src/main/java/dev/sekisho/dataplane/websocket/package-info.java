/** WebSocket (RFC 6455), whatever carries it: the opening handshake, the policing of frames, and the end of a tunnel. */
@NullMarked
package dev.sekisho.dataplane.websocket;

import org.jspecify.annotations.NullMarked;
