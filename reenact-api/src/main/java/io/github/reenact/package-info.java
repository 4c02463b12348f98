/**
 * One-shot, identity-preserving portrait reenactment: one photo of a person and the motion of
 * anyone become a picture of that person in that motion.
 *
 * <p>The steps are {@link io.github.reenact.LandmarkDetector}, {@link
 * io.github.reenact.LandmarkDisentangler} and {@link io.github.reenact.PortraitTranslator}, are
 * interfaces whose implementations are found on the class path (see {@link io.github.reenact.spi}).
 */
@NullMarked
package io.github.reenact;

import org.jspecify.annotations.NullMarked;
