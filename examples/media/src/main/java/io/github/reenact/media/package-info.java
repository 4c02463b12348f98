/**
 * Photos, videos and landmark files in and out: the only place of the command line that knows
 * ImageIO and FFmpeg.
 *
 * <p>Whatever cannot be read or written ends in an {@link java.io.IOException} whose message names
 * the file, what is wrong with it, and what to do. Nothing is ever half-written: every file is
 * written beside its target under a temporary name and moved into place when it is complete.
 */
@NullMarked
package io.github.reenact.media;

import org.jspecify.annotations.NullMarked;
