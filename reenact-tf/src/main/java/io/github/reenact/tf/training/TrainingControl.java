package io.github.reenact.tf.training;

/**
 * The caller's side of a training: it may ask the training to stop, and is told how it goes. Both
 * methods are called from the thread that trains, between two steps.
 */
public interface TrainingControl {
  /**
   * Whether the training should end now. It then writes a checkpoint and returns normally, so that
   * it can be resumed.
   */
  boolean stopRequested();

  /**
   * Tells how far the training is.
   *
   * @param step the number of steps done since the very first start, resumed runs counted in
   * @param fraction of this training that is done, 0 to 1
   * @param message the latest figures, one line for people
   */
  void progress(long step, double fraction, String message);
}
