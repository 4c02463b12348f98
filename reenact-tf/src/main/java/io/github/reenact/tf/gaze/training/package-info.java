/** The training of the gaze network. */
@NullMarked
package io.github.reenact.tf.gaze.training;

import org.jspecify.annotations.NullMarked;
