package io.github.reenact;

import java.util.Arrays;

/**
 * The numbers of a code, and who made it: what {@link IdentityCode} and {@link MotionCode} hold.
 *
 * <p>Immutable and thread-safe.
 */
final class CodeValues {
  private final String backend;
  private final float[] values;

  private CodeValues(String backend, float[] values) {
    this.backend = backend;
    this.values = values;
  }

  /**
   * Copies them.
   *
   * @throws IllegalArgumentException if a number is NaN or infinite
   */
  static CodeValues of(String backend, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "number " + i + " of the code is " + values[i] + "; it must be finite");
      }
    }
    return new CodeValues(backend, values.clone());
  }

  /** Whether numbers of both can be mixed: of one backend, and as many. */
  boolean mixesWith(CodeValues other) {
    return backend.equals(other.backend) && values.length == other.values.length;
  }

  /** Each number goes a share of the way to another's, with which it mixes. */
  CodeValues towards(CodeValues other, double share) {
    float[] out = values.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += (float) (share * (other.values[i] - out[i]));
    }
    return new CodeValues(backend, out);
  }

  String backend() {
    return backend;
  }

  float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof CodeValues other
        && backend.equals(other.backend)
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return 31 * backend.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "[" + backend + ", " + values.length + " numbers]";
  }
}
