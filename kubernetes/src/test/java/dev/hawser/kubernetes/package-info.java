/** Tests of the control plane's values, and where they find what they share. */
@NullMarked
package dev.hawser.kubernetes;

import org.jspecify.annotations.NullMarked;
