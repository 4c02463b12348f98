package io.github.reenact;

/** What of the photo the result shows. */
public enum Framing {
  /** The whole photo at its own size; only the face and what is near it moves. */
  PHOTO,
  /** The square around the face, at the photo's resolution. */
  CROP
}
