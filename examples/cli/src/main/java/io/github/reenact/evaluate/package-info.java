/**
 * Measures how well a disentangler of landmarks separates identity from motion, and how good the
 * portraits are that move.
 */
@NullMarked
package io.github.reenact.evaluate;

import org.jspecify.annotations.NullMarked;
