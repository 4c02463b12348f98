package io.github.reenact;

import java.util.Arrays;

/**
 * A code for who a face belongs to, apart from its pose and expression. Made and read by one {@link
 * LandmarkDisentangler}; codes of different backends do not mix.
 *
 * <p>Immutable and thread-safe.
 */
public final class IdentityCode {
  private final String backend;
  private final float[] values;

  private IdentityCode(String backend, float[] values) {
    this.backend = backend;
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
  public static IdentityCode of(String backend, float... values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "number " + i + " of the code is " + values[i] + "; it must be finite");
      }
    }
    return new IdentityCode(backend, values.clone());
  }

  /**
   * A code between this one and another: each number goes a share of the way. For a running mean of
   * the codes of one person.
   *
   * @param share 0 is this code, 1 the other
   * @throws IllegalArgumentException if the codes do not mix: another backend, or another length
   */
  public IdentityCode towards(IdentityCode other, double share) {
    if (!backend.equals(other.backend) || values.length != other.values.length) {
      throw new IllegalArgumentException("codes do not mix: " + this + " and " + other);
    }
    float[] out = values.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += (float) (share * (other.values[i] - out[i]));
    }
    return new IdentityCode(backend, out);
  }

  /** The backend (and version) that made this code. */
  public String backend() {
    return backend;
  }

  /** A copy of the numbers. */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof IdentityCode other
        && backend.equals(other.backend)
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return 31 * backend.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "IdentityCode[" + backend + ", " + values.length + " numbers]";
  }
}
