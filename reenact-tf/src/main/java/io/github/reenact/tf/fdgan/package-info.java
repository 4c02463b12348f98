/** FD-GAN: from landmarks to the portrait, through a dictionary of the photo's features. */
@NullMarked
package io.github.reenact.tf.fdgan;

import org.jspecify.annotations.NullMarked;
