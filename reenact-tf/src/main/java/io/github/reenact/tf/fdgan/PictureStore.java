package io.github.reenact.tf.fdgan;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Pictures of a dataset, decoded once and kept in memory, so that a training never waits for JPEG.
 * Of each clip it keeps frames at even distances.
 */
final class PictureStore {
  /** One picture and the landmarks in it. */
  record Shot(Image picture, Landmarks landmarks) {}

  /**
   * The shots of one clip, or one photo.
   *
   * @param motion how unlike any two of the shots are, in the mean; 0 for a photo
   */
  record Item(String name, int identity, List<Shot> shots, double motion) {
    Item(String name, int identity, List<Shot> shots) {
      this(name, identity, List.copyOf(shots), Unlikeness.mean(shots));
    }
  }

  private final List<List<Item>> clipsByPerson = new ArrayList<>();
  private final List<Item> clips = new ArrayList<>();
  private final List<Item> photos = new ArrayList<>();
  private final int identities;

  /**
   * Decodes.
   *
   * @param framesPerClip at the most
   * @throws IOException if a picture is missing or damaged; it is named
   */
  PictureStore(Dataset dataset, int framesPerClip) throws IOException {
    Map<String, Integer> people = new LinkedHashMap<>();
    dataset.items().forEach(i -> people.computeIfAbsent(i.identity(), k -> people.size()));
    identities = people.size();
    Map<Integer, List<Item>> byPerson = new LinkedHashMap<>();
    for (Dataset.Item item : dataset.items()) {
      int count = item.frameNumbers().length;
      int keep = Math.min(count, framesPerClip);
      int[] chosen =
          IntStream.range(0, keep)
              .map(i -> keep == 1 ? 0 : (int) ((long) i * (count - 1) / (keep - 1)))
              .toArray();
      List<Shot> shots = new ArrayList<>();
      for (int index : chosen) {
        Path file = item.directory().resolve("%05d.jpg".formatted(item.frameNumbers()[index]));
        shots.add(new Shot(read(file), item.landmarks().get(index)));
      }
      Item kept = new Item(item.name(), people.getOrDefault(item.identity(), 0), shots);
      if (shots.size() > 1) {
        clips.add(kept);
        byPerson.computeIfAbsent(kept.identity, k -> new ArrayList<>()).add(kept);
      } else {
        photos.add(kept);
      }
    }
    clipsByPerson.addAll(byPerson.values());
    if (clips.isEmpty()) {
      throw new IOException(
          "the dataset has no clip with two frames or more; FD-GAN learns motion from clips: add videos");
    }
  }

  private static Image read(Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    if (picture == null) {
      throw new IOException(file + " is no JPEG picture; run `./reenact prepare` again");
    }
    return Image.of(picture);
  }

  /** Clips of each person who has any. */
  List<List<Item>> clipsByPerson() {
    return clipsByPerson;
  }

  /** All clips. */
  List<Item> clips() {
    return clips;
  }

  /** Items of a single picture. */
  List<Item> photos() {
    return photos;
  }

  /** The number of people. */
  int identities() {
    return identities;
  }
}
