/**
 * The embedded Kubernetes API of the playground, to which kubectl and Kubernetes clients talk over plain HTTP.
 *
 * <p>What comes in: requests of the Kubernetes API for the kinds in
 * {@link dev.hawser.server.playground.api.resource.ResourceKinds}. What goes out: objects, watch streams and discovery
 * documents, as an API server gives them. Objects live in memory and are gone with the process. Nobody is asked who they
 * are, so the API belongs on a loopback address.
 *
 * <p>Packages, in the order a request meets them: {@code http} (the front), {@code protobuf} (bodies of kubectl create), {@code verb} (what is done), {@code patch},
 * {@code rules} (defaults and checks), {@code store} (memory and history), {@code view} (tables and documents);
 * {@code resource} holds the words they share.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.EmbeddedApi}.
 */
@NullMarked
package dev.hawser.server.playground.api;

import org.jspecify.annotations.NullMarked;
