package io.github.reenact.tf.fdgan.training;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * The clips and photos of a dataset. Of each clip it has frames at even distances. Pictures are
 * decoded when they are needed, and kept as long as there is room, so that memory is bounded
 * however large the dataset is.
 *
 * <p>Thread-safe.
 */
final class PictureStore {
  /** Share of Java's memory that decoded pictures may take. */
  private static final double MEMORY = 0.3;

  /** One picture, its face's landmarks and irises. */
  record Shot(Image picture, Landmarks landmarks, Irises irises) {}

  /** Where a shot is, and the landmarks in it. */
  record Frame(Path file, Landmarks landmarks) {}

  /**
   * The frames of one clip, or one photo.
   *
   * @param motion how unlike any two of the frames are, in the mean; 0 for a photo
   */
  record Item(String name, int identity, List<Frame> frames, double motion) {
    Item(String name, int identity, List<Frame> frames) {
      this(
          name,
          identity,
          List.copyOf(frames),
          LandmarkDistance.mean(frames.stream().map(Frame::landmarks).toList()));
    }
  }

  private final List<List<Item>> clipsByPerson = new ArrayList<>();
  private final List<Item> clips = new ArrayList<>();
  private final List<Item> photos = new ArrayList<>();
  private final int identities;
  private final GazeEstimator gaze;
  private final Cache<Path, Shot> shots =
      CacheBuilder.newBuilder()
          .maximumWeight((long) (MEMORY * Runtime.getRuntime().maxMemory()))
          .weigher((Path file, Shot shot) -> 3 * shot.picture.width() * shot.picture.height())
          .build();

  /**
   * Checks that all pictures are there.
   *
   * @param framesPerClip at the most
   * @param gaze finds the irises; remains the caller's
   * @throws IOException if a picture is missing; it is named
   */
  PictureStore(Dataset dataset, int framesPerClip, GazeEstimator gaze) throws IOException {
    this.gaze = gaze;
    Map<String, Integer> people = new LinkedHashMap<>();
    Map<Integer, List<Item>> byPerson = new LinkedHashMap<>();
    for (Dataset.Item item : dataset.items()) {
      int person = people.computeIfAbsent(item.identity(), k -> people.size());
      Item kept = new Item(item.name(), person, frames(item, framesPerClip));
      if (kept.frames.size() > 1) {
        clips.add(kept);
        byPerson.computeIfAbsent(person, k -> new ArrayList<>()).add(kept);
      } else {
        photos.add(kept);
      }
    }
    identities = people.size();
    clipsByPerson.addAll(byPerson.values());
    if (clips.isEmpty()) {
      throw new IOException(
          "the dataset has no clip with two frames or more; FD-GAN learns motion from clips: add videos");
    }
  }

  private static List<Frame> frames(Dataset.Item item, int framesPerClip) throws IOException {
    int count = item.frameNumbers().length;
    int keep = Math.min(count, framesPerClip);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < keep; i++) {
      int index = keep == 1 ? 0 : (int) ((long) i * (count - 1) / (keep - 1));
      Path file = item.directory().resolve("%05d.jpg".formatted(item.frameNumbers()[index]));
      if (!Files.isReadable(file)) {
        throw new NoSuchFileException(
            file.toString(),
            null,
            "a picture of the dataset is missing; run `./reenact prepare` again");
      }
      frames.add(new Frame(file, item.landmarks().get(index)));
    }
    return frames;
  }

  /**
   * A frame with its picture.
   *
   * @throws UncheckedIOException if the picture cannot be read; it is named
   */
  Shot shot(Frame frame) {
    Shot known = shots.getIfPresent(frame.file);
    if (known == null) {
      try {
        Image picture = read(frame.file);
        known = new Shot(picture, frame.landmarks, gaze.find(picture, frame.landmarks));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shots.put(frame.file, known);
    }
    return known;
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
