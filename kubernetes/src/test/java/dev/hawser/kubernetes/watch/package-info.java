/** Tests of watching. */
@NullMarked
package dev.hawser.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
