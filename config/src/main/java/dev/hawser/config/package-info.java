/** config. */
@NullMarked
package dev.hawser.config;

import org.jspecify.annotations.NullMarked;
