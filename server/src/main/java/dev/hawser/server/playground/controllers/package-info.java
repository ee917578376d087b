/**
 * Stand-ins for the parts of the Kubernetes controller manager that the playground needs: Deployments, ReplicaSets and
 * EndpointSlices.
 *
 * <p>What comes in: objects, through the Kubernetes API. What goes out: the objects they call for, and their status.
 * Informers only name what changed; each reconciliation reads the present state from the API, so a controller never acts
 * on an old view and may repeat itself without harm. One thread for each kind. Nothing here knows of the node, and
 * the node knows nothing of it, so that a real controller manager can take its place.
 *
 * <p>Left to the API server: deleting what an object owns when it goes. Left out: adopting objects that no controller
 * owns, proportional scaling within a rollout, ReplicaFailure conditions.
 *
 * <p>Start here: {@link dev.hawser.server.playground.controllers.PlaygroundControllers}.
 */
@NullMarked
package dev.hawser.server.playground.controllers;

import org.jspecify.annotations.NullMarked;
