/**
 * A mean head in 3D and how it is seen: what the pipeline and the warp both know of heads.
 * Internal: not exported, and free to change.
 */
@NullMarked
package io.github.reenact.head;

import org.jspecify.annotations.NullMarked;
