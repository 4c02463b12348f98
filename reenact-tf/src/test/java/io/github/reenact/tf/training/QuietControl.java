package io.github.reenact.tf.training;

/** Runs a training to its end, or so many steps, and says nothing. */
public class QuietControl implements TrainingControl {
  private final int stopAfter;
  private int asked;

  /** To the end. */
  public QuietControl() {
    this(Integer.MAX_VALUE);
  }

  /** Stops after some steps. */
  public QuietControl(int stopAfter) {
    this.stopAfter = stopAfter;
  }

  @Override
  public boolean stopRequested() {
    return asked++ >= stopAfter;
  }

  @Override
  public void progress(long step, double fraction, String message) {}
}
