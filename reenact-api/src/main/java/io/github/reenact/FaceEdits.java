package io.github.reenact;

import java.util.Map;

/**
 * How the face in a frame is changed by numbers, in its own pose.
 *
 * <p>Immutable and thread-safe.
 *
 * @param values of the edits, each within -{@link FaceEdit#most()} and {@link FaceEdit#most()}; one
 *     that is missing is 0
 */
public record FaceEdits(Map<FaceEdit, Double> values) {
  /** Everything as it was filmed. */
  public static final FaceEdits NONE = new FaceEdits(Map.of());

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FaceEdits {
    values = Map.copyOf(values);
    values.forEach(FaceEdit::check);
  }

  /** The value of an edit; 0 if it has none. */
  public double value(FaceEdit edit) {
    return values.getOrDefault(edit, 0.0);
  }

  /**
   * The largest value of one part of the face, whatever its sign, as a share of what is possible.
   *
   * @param mouth whether of the mouth, not of the eyes
   */
  double largest(boolean mouth) {
    return values.entrySet().stream()
        .filter(e -> e.getKey().isOfMouth() == mouth)
        .mapToDouble(e -> Math.abs(e.getValue()) / e.getKey().most())
        .max()
        .orElse(0);
  }
}
