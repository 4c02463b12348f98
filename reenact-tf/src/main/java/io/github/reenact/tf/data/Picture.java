package io.github.reenact.tf.data;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a picture of a dataset is. Equal to another of the same place, unless it is {@linkplain
 * #load loaded}; immutable.
 */
public interface Picture {
  /**
   * Whether it can be read, as far as that is known without reading it.
   *
   * @throws IOException if not; names the file
   */
  void check() throws IOException;

  /**
   * Reads and decodes it.
   *
   * @throws IOException if it is missing or damaged; names the file
   */
  Image read() throws IOException;

  /**
   * The same picture with its bytes in memory, still encoded: it is read from there.
   *
   * @throws IOException if it is missing; names the file
   */
  Picture load() throws IOException;

  /**
   * The irises in it, in pixels of the picture, if the dataset says so.
   *
   * @throws IOException if that cannot be read
   */
  Optional<Irises> irises() throws IOException;
}
