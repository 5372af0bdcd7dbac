/**
 * Unit tests of configurations: requests, sent through the real data plane of a configuration whose upstreams are played by
 * this program, and what is expected of them.
 */
@NullMarked
package dev.sekisho.cli.test;

import org.jspecify.annotations.NullMarked;
