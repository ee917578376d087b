/** What is told to the owners of objects by status; see {@link dev.hawser.kubernetes.status.StatusSettings}. */
@NullMarked
package dev.hawser.kubernetes.status;

import org.jspecify.annotations.NullMarked;
