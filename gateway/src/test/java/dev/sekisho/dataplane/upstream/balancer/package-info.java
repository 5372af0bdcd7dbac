@NullMarked
package dev.sekisho.dataplane.upstream.balancer;

import org.jspecify.annotations.NullMarked;
