/** A {@link io.github.reenact.Reenactor} as a bean of Spring Boot 3 or 4. */
@NullMarked
package io.github.reenact.spring;

import org.jspecify.annotations.NullMarked;
