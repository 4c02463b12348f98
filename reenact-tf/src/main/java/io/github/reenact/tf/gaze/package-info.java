/** The gaze network: irises from a picture and its landmarks, in plain Java; and its training. */
@NullMarked
package io.github.reenact.tf.gaze;

import org.jspecify.annotations.NullMarked;
