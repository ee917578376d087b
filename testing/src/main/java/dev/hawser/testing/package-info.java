/** testing. */
@NullMarked
package dev.hawser.testing;

import org.jspecify.annotations.NullMarked;
