/** JMH benchmarks of the steps of one frame, and of the whole frame. */
@NullMarked
package io.github.reenact.benchmarks;

import org.jspecify.annotations.NullMarked;
