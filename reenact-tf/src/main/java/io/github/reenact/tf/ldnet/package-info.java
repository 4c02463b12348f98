/**
 * LD-Net, the landmark disentanglement network of "One-Shot Identity-Preserving Portrait
 * Reenactment" (Xiang et al. 2020, section 3.1): its use.
 */
@NullMarked
package io.github.reenact.tf.ldnet;

import org.jspecify.annotations.NullMarked;
