/**
 * The guide's scenarios, played against {@code ./hawser playground} as a process, with {@code kubectl} as the client.
 *
 * <p>Start here: {@link dev.hawser.verification.guide.GuideIT}.
 */
@NullMarked
package dev.hawser.verification.guide;

import org.jspecify.annotations.NullMarked;
