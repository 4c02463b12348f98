/**
 * What backends are tested with: contracts that every backend passes, made-up faces, and a
 * comparison of floats in which NaN fails. Published as the module's test jar.
 */
@NullMarked
package io.github.reenact.testing;

import org.jspecify.annotations.NullMarked;
