/** The {@code reenact} command line: one class per subcommand. */
@NullMarked
package io.github.reenact.cli;

import org.jspecify.annotations.NullMarked;
