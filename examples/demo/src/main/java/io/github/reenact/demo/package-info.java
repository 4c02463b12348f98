/** The demo: a drawn portrait, a motion of nobody, and the video that they make. */
@NullMarked
package io.github.reenact.demo;

import org.jspecify.annotations.NullMarked;
