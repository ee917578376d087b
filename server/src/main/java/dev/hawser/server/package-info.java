/** server. */
@NullMarked
package dev.hawser.server;

import org.jspecify.annotations.NullMarked;
