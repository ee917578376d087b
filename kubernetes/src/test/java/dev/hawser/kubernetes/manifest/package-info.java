/** Tests of reading manifests. */
@NullMarked
package dev.hawser.kubernetes.manifest;

import org.jspecify.annotations.NullMarked;
