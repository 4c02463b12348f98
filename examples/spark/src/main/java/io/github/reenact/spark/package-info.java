/** Preparation of training data on a cluster, with Apache Spark. */
@NullMarked
package io.github.reenact.spark;

import org.jspecify.annotations.NullMarked;
