/** Tests of watching. */
@NullMarked
package dev.hawser.kubernetes.event;

import org.jspecify.annotations.NullMarked;
