/**
 * The gaze network, the view of an eye that it sees, and its model file. Internal: shared by
 * inference and training.
 */
@NullMarked
package io.github.reenact.tf.gaze.network;

import org.jspecify.annotations.NullMarked;
