/** The plugins of Kong's open-source bundle, each as policies, or refused with the reason. */
@NullMarked
package dev.sekisho.dialect.kong.plugin;

import org.jspecify.annotations.NullMarked;
