/** Measures how well a disentangler of landmarks separates identity from motion. */
@NullMarked
package io.github.reenact.examples.evaluate;

import org.jspecify.annotations.NullMarked;
