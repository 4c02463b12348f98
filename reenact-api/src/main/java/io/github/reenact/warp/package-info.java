/**
 * The plain warp: a photo bent so that its face's landmarks come to lie where they shall. Pure
 * Java, nothing is learnt and nothing is painted; it is the translator that needs no TensorFlow,
 * the baseline, and the dense conditioning of FD-GAN.
 *
 * <p>{@link io.github.reenact.warp.HeadWarp} finds a {@link io.github.reenact.warp.Flow}, which
 * moves {@link io.github.reenact.warp.Pixels}.
 */
@NullMarked
package io.github.reenact.warp;

import org.jspecify.annotations.NullMarked;
