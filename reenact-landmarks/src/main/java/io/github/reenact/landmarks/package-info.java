/**
 * Landmark detection and tracking by dlib: a JavaCPP preset of our own, the same in plain Java, the
 * detector on either, and the look-up of its model file.
 */
@NullMarked
package io.github.reenact.landmarks;

import org.jspecify.annotations.NullMarked;
