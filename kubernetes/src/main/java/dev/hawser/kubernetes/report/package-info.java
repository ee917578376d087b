/**
 * How outcomes of translation reach those who write them down, off the thread that translates.
 *
 * <p>What comes in: {@linkplain dev.hawser.kubernetes.Outcome outcomes}, from the control loop. What goes out: calls of an
 * {@link dev.hawser.kubernetes.report.OutcomeWriter}, on a virtual thread of its own, the latest outcome only. Beside that,
 * what keeps writers from flooding the API server.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.report.OutcomeLoop}.
 */
@NullMarked
package dev.hawser.kubernetes.report;

import org.jspecify.annotations.NullMarked;
