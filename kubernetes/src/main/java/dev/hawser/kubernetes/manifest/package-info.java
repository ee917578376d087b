/**
 * Reads Kubernetes objects from the text of manifests, as strictly as an API server takes them.
 *
 * <p>What comes in: YAML or JSON, of several documents and lists. What goes out:
 * {@link dev.hawser.kubernetes.manifest.Manifests}, the objects of the kinds that snapshots hold and everything that is
 * wrong, located by document, line and field. A document that cannot be read does not spoil the others. Everything here
 * is immutable or lives for one call.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.manifest.ManifestReader}.
 */
@NullMarked
package dev.hawser.kubernetes.manifest;

import org.jspecify.annotations.NullMarked;
