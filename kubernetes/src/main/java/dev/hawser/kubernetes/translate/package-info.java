/**
 * From Kubernetes objects to the gateway model, one translator for each kind.
 *
 * <p>What comes in: a {@link dev.hawser.kubernetes.ResourceSnapshot}. What goes out: a
 * {@link dev.hawser.kubernetes.Translation} with the names, ids, tags and order that Kong Ingress Controller gives.
 * Translators live for one translation and are confined to the thread that makes it; only
 * {@link dev.hawser.kubernetes.translate.ResourceTranslator} is shared.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.translate.ResourceTranslator}.
 */
@NullMarked
package dev.hawser.kubernetes.translate;

import org.jspecify.annotations.NullMarked;
