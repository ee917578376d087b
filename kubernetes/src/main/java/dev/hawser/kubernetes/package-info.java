/** kubernetes. */
@NullMarked
package dev.hawser.kubernetes;

import org.jspecify.annotations.NullMarked;
