/** The drawn portrait: a part of the picture in each class. */
@NullMarked
package io.github.reenact.demo.portrait;

import org.jspecify.annotations.NullMarked;
