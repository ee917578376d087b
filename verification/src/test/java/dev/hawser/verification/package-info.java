/**
 * Tests of the whole program: the rules of its architecture, and the program as a process.
 *
 * <p>Start here: {@link dev.hawser.verification.ArchitectureTest}.
 */
@NullMarked
package dev.hawser.verification;

import org.jspecify.annotations.NullMarked;
