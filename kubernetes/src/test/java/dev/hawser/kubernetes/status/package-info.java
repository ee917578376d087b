/** Tests of watching. */
@NullMarked
package dev.hawser.kubernetes.status;

import org.jspecify.annotations.NullMarked;
