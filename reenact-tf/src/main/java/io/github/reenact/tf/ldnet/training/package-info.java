/** The training of LD-Net, the morphable face that it learns from, and what it is measured with. */
@NullMarked
package io.github.reenact.tf.ldnet.training;

import org.jspecify.annotations.NullMarked;
