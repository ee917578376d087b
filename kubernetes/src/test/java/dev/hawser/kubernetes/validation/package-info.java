/** Tests of the rules. */
@NullMarked
package dev.hawser.kubernetes.validation;

import org.jspecify.annotations.NullMarked;
