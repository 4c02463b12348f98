/** Pictures and landmarks drawn side by side on a sheet, for people to look at. */
@NullMarked
package io.github.reenact.media.sheet;

import org.jspecify.annotations.NullMarked;
