/** What the model of a configuration is put together of while it is translated. */
@NullMarked
package dev.sekisho.dialect.nginx.draft;

import org.jspecify.annotations.NullMarked;
