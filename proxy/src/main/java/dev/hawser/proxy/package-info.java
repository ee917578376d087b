/** proxy. */
@NullMarked
package dev.hawser.proxy;

import org.jspecify.annotations.NullMarked;
