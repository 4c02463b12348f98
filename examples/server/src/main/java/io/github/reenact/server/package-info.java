/** The live page in a browser, and the service. Starts with {@link ReenactServer}. */
@NullMarked
package io.github.reenact.server;

import org.jspecify.annotations.NullMarked;
