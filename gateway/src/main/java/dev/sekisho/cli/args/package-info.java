/**
 * What may stand on a command line, and the help that tells it. Small on purpose: a library for this took 250 ms of each
 * start, because its classes are too old for the JVM's start-up cache.
 */
@NullMarked
package dev.sekisho.cli.args;

import org.jspecify.annotations.NullMarked;
