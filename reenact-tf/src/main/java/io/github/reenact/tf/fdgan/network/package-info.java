/**
 * FD-GAN's graphs, what goes into them and comes out, and its model file. Internal: shared by
 * inference and training.
 */
@NullMarked
package io.github.reenact.tf.fdgan.network;

import org.jspecify.annotations.NullMarked;
