/**
 * The certificates and keys of a control plane.
 *
 * <p>What comes in: who gets one. What goes out: keys and certificates of one authority, whose own key is not kept. Made by
 * the JDK's {@code keytool}, in processes of their own.
 *
 * <p>Start here: {@link dev.hawser.server.playground.cluster.pki.ClusterAuthority}.
 */
@NullMarked
package dev.hawser.server.playground.cluster.pki;

import org.jspecify.annotations.NullMarked;
