package io.github.reenact;

import java.util.Optional;

/**
 * Both irises of one face. Left and right are those of the picture: the left one belongs to
 * landmarks 36–41, the right one to 42–47. An iris that is not there is covered by a closed lid,
 * hidden by the head, or was not found.
 *
 * <p>Immutable and thread-safe.
 *
 * @param left of the eye on the left of the picture (the person's right eye)
 * @param right of the eye on the right of the picture (the person's left eye)
 */
public record Irises(Optional<Iris> left, Optional<Iris> right) {
  /** No iris seen. */
  public static final Irises NONE = new Irises(Optional.empty(), Optional.empty());

  /** Both irises under a similarity transform. */
  public Irises transform(Similarity s) {
    return new Irises(left.map(i -> i.transform(s)), right.map(i -> i.transform(s)));
  }
}
