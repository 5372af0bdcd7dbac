/** Small services, a configuration in front of them and a client, for the demonstration and for training runs. */
@NullMarked
package dev.sekisho.cli.demo;

import org.jspecify.annotations.NullMarked;
