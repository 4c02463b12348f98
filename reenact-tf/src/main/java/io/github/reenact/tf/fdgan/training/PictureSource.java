package io.github.reenact.tf.fdgan.training;

/** Where samples are drawn from. Used by one thread. */
interface PictureSource {
  /**
   * The clips and photos that a sample is drawn from; always the same for the same sample. The
   * samples 2k and 2k + 1 have the same.
   *
   * @throws java.io.UncheckedIOException if they cannot be read
   */
  PictureStore at(long sample);

  /** The number of people in all of the data. */
  int identities();
}
