/** What the graphs of all networks share: parameters, layers, weight files and the session. */
@NullMarked
package io.github.reenact.tf.graph;

import org.jspecify.annotations.NullMarked;
