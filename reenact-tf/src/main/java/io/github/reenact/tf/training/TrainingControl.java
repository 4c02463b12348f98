package io.github.reenact.tf.training;

/**
 * The caller's side of a training: it may stop the training, and gets its progress. Both methods
 * are called from the thread that trains, between two steps.
 */
public interface TrainingControl {
  /**
   * Whether the training should end now. It then writes a checkpoint and returns normally, so that
   * it can be resumed.
   */
  boolean stopRequested();

  /**
   * Gets the progress of the training.
   *
   * @param step the number of steps done since the very first start, including resumed runs
   * @param fraction of this training that is done, 0 to 1
   * @param message the latest metrics, one line to be read by people
   */
  void progress(long step, double fraction, String message);
}
