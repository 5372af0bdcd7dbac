/** nginx's configuration as a language of this gateway. */
@NullMarked
package dev.sekisho.dialect.nginx;

import org.jspecify.annotations.NullMarked;
