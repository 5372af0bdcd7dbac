/** The websocket policy: who may open a WebSocket on a route, and what it may do. */
@NullMarked
package dev.sekisho.policy.websocket;

import org.jspecify.annotations.NullMarked;
