package io.github.reenact.evaluate;

/** Told after each part of a long measurement; may throw to stop it. */
@FunctionalInterface
public interface Step {
  /**
   * A part is done.
   *
   * @throws InterruptedException to stop
   */
  void done() throws InterruptedException;
}
