/** LD-Net's graphs and its model file. Internal: shared by inference and training. */
@NullMarked
package io.github.reenact.tf.ldnet.network;

import org.jspecify.annotations.NullMarked;
