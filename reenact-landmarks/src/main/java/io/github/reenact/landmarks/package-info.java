/**
 * Landmark detection and tracking by dlib: a JavaCPP preset of our own, the detector on it, and the
 * look-up of its model file.
 */
@NullMarked
package io.github.reenact.landmarks;

import org.jspecify.annotations.NullMarked;
