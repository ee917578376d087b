/** Tests of watching. */
@NullMarked
package dev.hawser.kubernetes.leader;

import org.jspecify.annotations.NullMarked;
