/** Tests of the translation. */
@NullMarked
package dev.hawser.kubernetes.translate;

import org.jspecify.annotations.NullMarked;
