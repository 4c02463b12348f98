package io.github.reenact;

/**
 * A code for pose and expression of a face, apart from whose face it is. Made and read by one
 * {@link LandmarkDisentangler}; codes of different backends do not mix.
 *
 * <p>Immutable and thread-safe.
 */
public final class MotionCode {
  private final CodeValues values;

  private MotionCode(CodeValues values) {
    this.values = values;
  }

  /**
   * Copies the numbers of a code; for backends.
   *
   * @param backend the name of the backend, and the version of its weights if codes of versions do
   *     not mix
   * @param values finite numbers
   * @throws IllegalArgumentException if a number is NaN or infinite
   */
  public static MotionCode of(String backend, float... values) {
    return new MotionCode(CodeValues.of(backend, values));
  }

  /** The backend (and version) that made this code. */
  public String backend() {
    return values.backend();
  }

  /** A copy of the numbers. */
  public float[] toArray() {
    return values.toArray();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof MotionCode other && values.equals(other.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "MotionCode" + values;
  }
}
