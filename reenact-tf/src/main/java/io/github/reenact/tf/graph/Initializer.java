package io.github.reenact.tf.graph;

/**
 * How weights are filled before training: from a normal distribution.
 *
 * @param deviation of the normal distribution; 0 makes all weights equal
 * @param constant the mean
 */
public record Initializer(float deviation, float constant) {
  /** All zero. */
  public static final Initializer ZERO = new Initializer(0, 0);

  /** He's normal distribution for a layer with so many inputs and a leaky rectifier behind it. */
  public static Initializer he(long inputs) {
    return new Initializer((float) Math.sqrt(2.0 / inputs), 0);
  }

  /** All the same. */
  public static Initializer constant(float value) {
    return new Initializer(0, value);
  }

  /** The same with the deviation multiplied. */
  public Initializer scaled(double gain) {
    return new Initializer((float) (deviation * gain), constant);
  }
}
