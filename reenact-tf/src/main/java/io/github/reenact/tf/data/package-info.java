/** Reads the training data that {@code ./reenact prepare} writes. */
@NullMarked
package io.github.reenact.tf.data;

import org.jspecify.annotations.NullMarked;
