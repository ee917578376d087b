/**
 * Keeps {@code deploy/} true: what is generated there from the program's own types, or from the chart, is generated again
 * and compared.
 *
 * <p>Start here: {@link dev.hawser.deploy.CustomResourceDefinitionsTest}.
 */
@NullMarked
package dev.hawser.deploy;

import org.jspecify.annotations.NullMarked;
