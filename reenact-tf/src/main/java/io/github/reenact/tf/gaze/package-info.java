/** The gaze network: irises from a picture and its landmarks, in plain Java. */
@NullMarked
package io.github.reenact.tf.gaze;

import org.jspecify.annotations.NullMarked;
