package io.github.reenact.tf.gaze.training;

import io.github.reenact.tf.gaze.network.EyeView;
import io.github.reenact.tf.gaze.network.GazeNetwork;

/** Eyes as the network sees them, and what it should say of them, one behind the other. */
final class GazeBatch {
  /** Numbers of one target: u, v, logarithm of the radius, seen, and the weights of both. */
  static final int TARGETS = 6;

  /** {@link EyeView#PIXELS} numbers an eye. */
  final float[] squares;

  /** {@link GazeNetwork#MARKS} numbers an eye. */
  final float[] marks;

  /** {@link #TARGETS} numbers an eye. */
  final float[] targets;

  GazeBatch(int eyes) {
    squares = new float[eyes * EyeView.PIXELS];
    marks = new float[eyes * GazeNetwork.MARKS];
    targets = new float[eyes * TARGETS];
  }
}
