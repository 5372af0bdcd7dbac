/** Traffic that is passed on as it is: TCP connections, TLS by the name that is asked for, UDP datagrams. */
@NullMarked
package dev.sekisho.dataplane.stream;

import org.jspecify.annotations.NullMarked;
