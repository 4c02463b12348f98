package io.github.reenact.tf.data;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import java.io.IOException;
import java.util.Optional;

/** A picture whose bytes are in memory. Equal to itself alone. */
final class LoadedPicture implements Picture {
  private final byte[] jpeg;
  private final Decoder decoder;
  private final Optional<Irises> irises;

  /** Decodes the bytes; its errors name the file that they are from. */
  interface Decoder {
    Image decode(byte[] jpeg) throws IOException;
  }

  LoadedPicture(byte[] jpeg, Decoder decoder, Optional<Irises> irises) {
    this.jpeg = jpeg;
    this.decoder = decoder;
    this.irises = irises;
  }

  @Override
  public void check() {
    // It is here.
  }

  @Override
  public Picture load() {
    return this;
  }

  @Override
  public Image read() throws IOException {
    return decoder.decode(jpeg);
  }

  @Override
  public Optional<Irises> irises() {
    return irises;
  }
}
