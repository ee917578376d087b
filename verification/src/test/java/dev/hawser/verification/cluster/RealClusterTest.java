package dev.hawser.verification.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests that need a real control plane. Its methods and its constructor may have a parameter of the type {@link
 * Cluster}: all classes of a run share one, which starts with the first of them.
 *
 * <p>Where there is none to be had (no programs and no Go, no network namespace, no {@code kubectl}) the class is left out,
 * visibly, or fails when {@code CI=true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedCluster.class)
public @interface RealClusterTest {}
