/** What the trainings of all networks have in common. */
@NullMarked
package io.github.reenact.tf.training;

import org.jspecify.annotations.NullMarked;
