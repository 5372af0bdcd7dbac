/** Where servers listen, and what a connection is told and allowed there before a server is chosen. */
@NullMarked
package dev.sekisho.dialect.nginx.socket;

import org.jspecify.annotations.NullMarked;
