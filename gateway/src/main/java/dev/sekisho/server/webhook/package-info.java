/** Posts events of circuit breakers and targets to the webhooks of the configuration. */
@NullMarked
package dev.sekisho.server.webhook;

import org.jspecify.annotations.NullMarked;
