/** The PROXY protocol as clients' proxies speak it: whose headers are believed. */
@NullMarked
package dev.sekisho.dataplane.listener.proxyprotocol;

import org.jspecify.annotations.NullMarked;
