/** The training of FD-GAN. */
@NullMarked
package io.github.reenact.tf.fdgan.training;

import org.jspecify.annotations.NullMarked;
