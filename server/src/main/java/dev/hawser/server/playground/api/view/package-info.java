/**
 * What the embedded Kubernetes API says about its objects and itself: lists, tables for people, discovery and OpenAPI
 * documents.
 *
 * <p>Everything here is a pure function from objects or the table of kinds to a document.
 *
 * <p>Start here: {@link dev.hawser.server.playground.api.view.Tables}.
 */
@NullMarked
package dev.hawser.server.playground.api.view;

import org.jspecify.annotations.NullMarked;
