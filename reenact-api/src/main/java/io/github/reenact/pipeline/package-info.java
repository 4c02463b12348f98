/**
 * What a {@link io.github.reenact.ReenactmentSession} is made of. Internal: not exported, and free
 * to change.
 */
@NullMarked
package io.github.reenact.pipeline;

import org.jspecify.annotations.NullMarked;
