package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;

/**
 * One face to probe codes with.
 *
 * @param person whose it is
 * @param landmarks what a detector saw of it
 * @param motion what it does: exactly, where that is known
 */
public record Frame(int person, Landmarks landmarks, MotionNumbers motion) {}
