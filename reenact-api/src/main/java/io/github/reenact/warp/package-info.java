/**
 * The plain warp: a photo warped so that its face's landmarks move to their target positions. Pure
 * Java, nothing is learnt and nothing is generated; it is the translator that needs no TensorFlow,
 * the baseline, and part of the input of FD-GAN.
 *
 * <p>{@link io.github.reenact.warp.HeadWarp} finds a {@link io.github.reenact.warp.Flow}, which
 * moves {@link io.github.reenact.warp.Pixels}.
 */
@NullMarked
package io.github.reenact.warp;

import org.jspecify.annotations.NullMarked;
