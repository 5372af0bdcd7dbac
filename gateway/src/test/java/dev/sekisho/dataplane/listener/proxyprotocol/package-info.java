@NullMarked
package dev.sekisho.dataplane.listener.proxyprotocol;

import org.jspecify.annotations.NullMarked;
