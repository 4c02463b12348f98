/** Short programs that use the library, and the demo: a portrait and a motion of nobody. */
@NullMarked
package io.github.reenact.demo;

import org.jspecify.annotations.NullMarked;
