/**
 * One-shot, identity-preserving portrait reenactment: one photo of a person and the motion of
 * anyone become a picture of that person in that motion.
 *
 * <p>Start at {@link io.github.reenact.Reenactor}: it opens a photo as a {@link
 * io.github.reenact.ReenactmentSession}, which turns driving frames, or landmarks that are known
 * already, into frames of the photo's person. {@link io.github.reenact.Image} goes in and comes
 * out; it is made from and turned into a {@link java.awt.image.BufferedImage}.
 *
 * <p>The steps in between, {@link io.github.reenact.LandmarkDetector}, {@link
 * io.github.reenact.LandmarkDisentangler} and {@link io.github.reenact.PortraitTranslator}, are
 * interfaces. Their implementations are found on the class path or module path by name (see {@link
 * io.github.reenact.spi.Backends}), or are given to the builder as instances; each can be used on
 * its own.
 *
 * <p>What owns native memory is {@link java.lang.AutoCloseable}, and is closed in the reverse of
 * the order in which it was made; after that it throws {@link java.lang.IllegalStateException}.
 * Values ({@code Image}, {@code Landmarks}, {@code Similarity}, the codes) are immutable. What goes
 * wrong outside of the caller's arguments is a {@link io.github.reenact.ReenactException}.
 */
@NullMarked
package io.github.reenact;

import org.jspecify.annotations.NullMarked;
