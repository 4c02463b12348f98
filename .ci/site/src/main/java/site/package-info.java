/** Builds the documentation as a web site; see {@code .ci/build-site}. */
@NullMarked
package site;

import org.jspecify.annotations.NullMarked;
