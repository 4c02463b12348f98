package io.github.reenact;

/**
 * Where a frame's face goes, in pixels of the photo: what {@link Portrait#render(Landmarks, Irises,
 * Irises)} is called with.
 *
 * @param landmarks target landmarks
 * @param still the irises that keep the photo's direction of gaze
 * @param irises target irises
 */
record PlacedFace(Landmarks landmarks, Irises still, Irises irises) {}
