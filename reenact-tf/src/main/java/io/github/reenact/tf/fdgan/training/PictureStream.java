package io.github.reenact.tf.fdgan.training;

import com.google.common.cache.Cache;
import io.github.reenact.GazeEstimator;
import io.github.reenact.tf.data.Catalog;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.data.Picture;
import io.github.reenact.tf.data.ShuffleBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clips and photos of a dataset that is too large for memory. They pass through buffers, one of
 * clips and one of photos, so that there are always some of either; pictures in them are encoded.
 *
 * <p>In one epoch as many samples are drawn as there are clips, times {@link #DRAWS}.
 */
final class PictureStream implements PictureSource, AutoCloseable {
  /** Samples for each clip, and for each photo, that comes into its buffer; even. */
  static final int DRAWS = 4;

  /** Pictures in the buffers unless told otherwise: some 600 MB of 30 kB each. */
  static final int DEFAULT_BUFFER = 20_000;

  /** Share of the photos in the buffers, if there are clips and photos. */
  private static final double PHOTOS = 0.2;

  /** Bytes for decoded pictures: few are used twice while they are in the buffer. */
  private static final long DECODED = 64L << 20;

  private final ShuffleBuffer<PictureStore.Item> clips;
  private final Optional<ShuffleBuffer<PictureStore.Item>> photos;
  private final Map<String, Integer> people = new HashMap<>();
  private final int framesPerClip;
  private final GazeEstimator gaze;
  private final Cache<Picture, PictureStore.Shot> shots = PictureStore.cache(DECODED);

  private @Nullable PictureStore present;
  private long turn = -1;

  /**
   * Reads nothing yet.
   *
   * @param framesPerClip at the most
   * @param gaze finds the irises; remains the caller's
   * @param buffer pictures in memory
   * @throws IOException if there is no clip
   */
  PictureStream(Catalog catalog, int framesPerClip, GazeEstimator gaze, int buffer, long seed)
      throws IOException {
    this.framesPerClip = framesPerClip;
    this.gaze = gaze;
    for (Catalog.Entry entry : catalog.entries()) {
      people.putIfAbsent(entry.identity(), people.size());
    }
    List<Catalog.Entry> moving = catalog.where(e -> e.frames() > 1).entries();
    List<Catalog.Entry> still = catalog.where(e -> e.frames() == 1).entries();
    if (moving.isEmpty()) {
      throw PictureStore.noClip();
    }
    int forPhotos = still.isEmpty() ? 0 : Math.max(1, (int) (PHOTOS * buffer));
    clips = buffer(moving, Math.max(1, buffer - forPhotos), seed);
    photos = still.isEmpty() ? Optional.empty() : Optional.of(buffer(still, forPhotos, seed));
  }

  private ShuffleBuffer<PictureStore.Item> buffer(
      List<Catalog.Entry> entries, int pictures, long seed) {
    return new ShuffleBuffer<>(
        entries, e -> Math.min(e.frames(), framesPerClip), pictures, seed, this::load);
  }

  private PictureStore.Item load(Catalog.Entry entry) throws IOException {
    Dataset.Item item = entry.read();
    List<PictureStore.Frame> frames = new ArrayList<>();
    for (PictureStore.Frame frame : PictureStore.frames(item, framesPerClip)) {
      frames.add(new PictureStore.Frame(frame.picture().load(), frame.landmarks()));
    }
    return new PictureStore.Item(item.name(), people.getOrDefault(item.identity(), 0), frames);
  }

  @Override
  public PictureStore at(long sample) {
    long wanted = sample / ((long) DRAWS * ShuffleBuffer.STRIDE);
    PictureStore store = present;
    if (store == null || wanted != turn) {
      turn = wanted;
      Stream<PictureStore.Item> items =
          Stream.concat(
              clips.at(wanted).stream(), photos.map(p -> p.at(wanted)).orElse(List.of()).stream());
      store = new PictureStore(items.toList(), identities(), gaze, shots);
      present = store;
    }
    return store;
  }

  @Override
  public int identities() {
    return people.size();
  }

  @Override
  public void close() {
    clips.close();
    photos.ifPresent(ShuffleBuffer::close);
  }
}
