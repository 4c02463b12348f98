/**
 * How backends are found: a provider is listed for {@link java.util.ServiceLoader}, has a name, and
 * makes instances.
 */
@NullMarked
package io.github.reenact.spi;

import org.jspecify.annotations.NullMarked;
