/** Tests of watching. */
@NullMarked
package dev.hawser.kubernetes.report;

import org.jspecify.annotations.NullMarked;
