package io.github.reenact.tf.data;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture in a file of its own.
 *
 * @param directory of its item
 * @param number of its frame
 */
record FilePicture(Path directory, int number) implements Picture {
  private Path file() {
    return directory.resolve("%05d.jpg".formatted(number));
  }

  @Override
  public void check() throws IOException {
    if (!Files.isReadable(file())) {
      throw new NoSuchFileException(
          file().toString(),
          null,
          "a picture of the dataset is missing; run `./reenact prepare` again");
    }
  }

  @Override
  public Picture load() throws IOException {
    return new LoadedPicture(bytes(), this::decode, irises());
  }

  @Override
  public Image read() throws IOException {
    return decode(bytes());
  }

  private byte[] bytes() throws IOException {
    check();
    // Not by a channel, which an interrupt would close.
    try (InputStream in = new FileInputStream(file().toFile())) {
      return in.readAllBytes();
    }
  }

  private Image decode(byte[] jpeg) throws IOException {
    try {
      return Jpeg.decode(jpeg);
    } catch (IOException e) {
      throw new IOException(
          file() + " is no JPEG picture, or damaged; run `./reenact prepare` again", e);
    }
  }

  @Override
  public Optional<Irises> irises() {
    return Optional.empty();
  }
}
