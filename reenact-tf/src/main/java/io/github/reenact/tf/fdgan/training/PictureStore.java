package io.github.reenact.tf.fdgan.training;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.data.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clips and photos of a dataset, or those of them that are in a buffer. Of each clip it has
 * frames at even distances. Pictures are decoded when they are needed, and kept as long as there is
 * room, so that memory is bounded however large the dataset is.
 *
 * <p>Thread-safe.
 */
final class PictureStore implements PictureSource {
  /** Share of Java's memory that decoded pictures may take. */
  private static final double MEMORY = 0.3;

  /** One picture, its face's landmarks and irises. */
  record Shot(Image picture, Landmarks landmarks, Irises irises) {}

  /** Where a shot is, and the landmarks in it. */
  record Frame(Picture picture, Landmarks landmarks) {}

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
  private final Cache<Picture, Shot> shots;

  /**
   * Checks that all pictures are there.
   *
   * @param framesPerClip at the most
   * @param gaze finds the irises; remains the caller's
   * @throws IOException if a picture is missing; it is named
   */
  PictureStore(Dataset dataset, int framesPerClip, GazeEstimator gaze) throws IOException {
    this.gaze = gaze;
    shots = cache((long) (MEMORY * Runtime.getRuntime().maxMemory()));
    Map<String, Integer> people = new LinkedHashMap<>();
    List<Item> items = new ArrayList<>();
    for (Dataset.Item item : dataset.items()) {
      int person = people.computeIfAbsent(item.identity(), k -> people.size());
      Item kept = new Item(item.name(), person, frames(item, framesPerClip));
      for (Frame frame : kept.frames) {
        frame.picture.check();
      }
      items.add(kept);
    }
    identities = people.size();
    add(items);
    if (clips.isEmpty()) {
      throw noClip();
    }
  }

  /**
   * Some items.
   *
   * @param identities of all items, those that are not among these included
   * @param shots for what is decoded
   */
  PictureStore(List<Item> items, int identities, GazeEstimator gaze, Cache<Picture, Shot> shots) {
    this.gaze = gaze;
    this.shots = shots;
    this.identities = identities;
    add(items);
  }

  private void add(List<Item> items) {
    Map<Integer, List<Item>> byPerson = new LinkedHashMap<>();
    for (Item item : items) {
      if (item.frames.size() > 1) {
        clips.add(item);
        byPerson.computeIfAbsent(item.identity, k -> new ArrayList<>()).add(item);
      } else {
        photos.add(item);
      }
    }
    clipsByPerson.addAll(byPerson.values());
  }

  static IOException noClip() {
    return new IOException(
        "the dataset has no clip with two frames or more; FD-GAN learns motion from clips: add videos");
  }

  /** Keeps what is decoded, up to so many bytes. */
  static Cache<Picture, Shot> cache(long bytes) {
    return CacheBuilder.newBuilder()
        .maximumWeight(bytes)
        .weigher((Picture place, Shot shot) -> 3 * shot.picture.width() * shot.picture.height())
        .build();
  }

  @Override
  public PictureStore at(long sample) {
    return this;
  }

  /** Frames at even distances. */
  static List<Frame> frames(Dataset.Item item, int framesPerClip) {
    int count = item.frames().size();
    int keep = Math.min(count, framesPerClip);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < keep; i++) {
      int index = keep == 1 ? 0 : (int) ((long) i * (count - 1) / (keep - 1));
      Dataset.Frame frame = item.frames().get(index);
      frames.add(new Frame(frame.picture(), frame.landmarks()));
    }
    return frames;
  }

  /**
   * A frame with its picture.
   *
   * @throws UncheckedIOException if the picture cannot be read; it is named
   */
  Shot shot(Frame frame) {
    Shot known = shots.getIfPresent(frame.picture);
    if (known == null) {
      try {
        Image picture = frame.picture.read();
        Optional<Irises> irises = frame.picture.irises();
        known =
            new Shot(
                picture,
                frame.landmarks,
                irises.orElseGet(() -> gaze.find(picture, frame.landmarks)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shots.put(frame.picture, known);
    }
    return known;
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

  @Override
  public int identities() {
    return identities;
  }
}
