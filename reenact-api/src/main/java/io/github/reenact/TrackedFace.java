package io.github.reenact;

import java.util.Optional;

/**
 * What was found of a driver in one frame.
 *
 * @param landmarks in pixels of the frame; empty if no face is seen
 * @param irises in the same pixels
 */
record TrackedFace(Optional<Landmarks> landmarks, Irises irises) {}
