package io.github.reenact;

/**
 * A code for who a face belongs to, apart from its pose and expression. Made and read by one {@link
 * LandmarkDisentangler}; codes of different backends do not mix.
 *
 * <p>Immutable and thread-safe.
 */
public final class IdentityCode {
  private final CodeValues values;

  private IdentityCode(CodeValues values) {
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
    return new IdentityCode(CodeValues.of(backend, values));
  }

  /**
   * A code between this one and another: each number goes a share of the way. For a running mean of
   * the codes of one person.
   *
   * @param share 0 is this code, 1 the other
   * @throws IllegalArgumentException if the codes do not mix: another backend, or another length
   */
  public IdentityCode towards(IdentityCode other, double share) {
    if (!values.mixesWith(other.values)) {
      throw new IllegalArgumentException("codes do not mix: " + this + " and " + other);
    }
    return new IdentityCode(values.towards(other.values, share));
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
    return o instanceof IdentityCode other && values.equals(other.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "IdentityCode" + values;
  }
}
