/**
 * Building blocks that both networks share: parameters, layers, the optimiser, weight files and the
 * session.
 */
@NullMarked
package io.github.reenact.tf.graph;

import org.jspecify.annotations.NullMarked;
