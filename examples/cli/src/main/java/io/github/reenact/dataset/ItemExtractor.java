package io.github.reenact.dataset;

import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pictures of one item from a photo, a video or a range of one, as {@link DatasetBuilder}
 * describes them.
 *
 * <p>In each range the largest face of the first frame that shows one is followed. Where the face
 * is must be known for the whole range before its first picture can be cut. The surroundings of the
 * face are kept meanwhile as long as there is room, otherwise the file is decoded a second time;
 * the pictures are the same.
 *
 * <p>Thread-safe.
 */
public final class ItemExtractor {
  private static final float QUALITY = 0.95f;

  /** Side of the surroundings that are kept, in sizes of the face; a crop has 2.2 or more. */
  private static final double SURROUNDINGS = 4;

  private final LandmarkDetector detector;
  private final Optional<GazeEstimator> gaze;
  private final int size;
  private final FrameRate rate;
  private final long memory;

  /**
   * Takes the pictures of one item. Frames are numbered, and times begin, with the range. What it
   * throws ends the extraction and is thrown on.
   */
  public interface Sink {
    /** The file can be used; pictures follow. */
    void begin() throws IOException;

    /** The next picture, in the order of the frames. */
    void add(FacePicture picture) throws IOException;
  }

  /**
   * What became of a file.
   *
   * @param photo whether it is one
   * @param pictures how many there are
   * @param warning what is wrong with the file, if anything
   */
  public record Extraction(boolean photo, int pictures, Optional<String> warning) {}

  /**
   * An extractor.
   *
   * @param detector finds the faces; left open
   * @param gaze finds the irises, if wanted; left open
   * @param size side of the crops in pixels, 32 to 1024
   * @param rate at which clips are sampled
   * @param memory in bytes that one extraction may take for pictures, 0 or more
   */
  public ItemExtractor(
      LandmarkDetector detector,
      Optional<GazeEstimator> gaze,
      int size,
      FrameRate rate,
      long memory) {
    if (size < 32 || size > 1024) {
      throw new IllegalArgumentException("crops are 32 to 1024 pixels wide, not " + size);
    }
    this.detector = detector;
    this.gaze = gaze;
    this.size = size;
    this.rate = rate;
    this.memory = memory;
  }

  /**
   * Makes the pictures of a file or of a range of it.
   *
   * @throws IOException if it cannot be used; the message says why. What the sink throws is thrown
   *     as it is
   */
  public Extraction extract(Path file, VideoRange range, Sink sink) throws IOException {
    Track track = track(file, range);
    if (track.frames.isEmpty()) {
      throw new IOException(
          "no frame of the video can be read from %d s on".formatted(range.seconds()));
    }
    List<Landmarks> found = track.frames.stream().flatMap(Optional::stream).toList();
    if (found.size() < DatasetBuilder.LEAST_FOUND * track.frames.size() || found.isEmpty()) {
      throw new IOException(
          track.photo
              ? "no face found"
              : "a face in only %d of %d frames".formatted(found.size(), track.frames.size()));
    }
    double face = FaceCrop.medianSize(found);
    if (face < DatasetBuilder.SMALLEST_FACE) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the face is %.0f pixels wide; %d are needed",
              face,
              DatasetBuilder.SMALLEST_FACE));
    }
    FaceCrop crop = FaceCrop.around(found, track.width, track.height);
    sink.begin();
    if (track.kept.hasAll(crop)) {
      cutKept(track, crop, sink);
    } else {
      cutAgain(file, range, track, crop, sink);
    }
    return new Extraction(track.photo, found.size(), track.damage);
  }

  private static void checkInterrupt() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted; run the same command again to continue");
    }
  }

  private record Track(
      int width,
      int height,
      boolean photo,
      List<Optional<Landmarks>> frames,
      Kept kept,
      Optional<String> damage) {}

  /** The first pass: where the face is. */
  private Track track(Path file, VideoRange range) throws IOException {
    List<Optional<Landmarks>> frames = new ArrayList<>();
    Kept kept = new Kept(memory);
    try (VideoReader reader = VideoReader.open(file, rate, range.first(rate))) {
      if (reader.isPhoto()) {
        VideoReader.Frame frame = reader.next().orElseThrow();
        Optional<Landmarks> face = detector.detect(frame.image());
        frames.add(face);
        kept.add(frame.image(), face);
      } else {
        try (LandmarkTracker tracker = detector.track(0)) {
          long limit = range.limit(rate);
          while (frames.size() < limit) {
            checkInterrupt();
            Optional<VideoReader.Frame> frame = reader.next();
            if (frame.isEmpty()) {
              break;
            }
            Optional<Landmarks> face = tracker.next(frame.get().image());
            frames.add(face);
            kept.add(frame.get().image(), face);
          }
        }
      }
      return new Track(
          reader.width(), reader.height(), reader.isPhoto(), frames, kept, reader.damage());
    }
  }

  private void cutKept(Track track, FaceCrop crop, Sink sink) throws IOException {
    for (int i = 0; i < track.frames.size(); i++) {
      checkInterrupt();
      @Nullable Surroundings at = track.kept.frames.get(i);
      if (at != null) {
        Image picture = crop.within(at.left, at.top).cut(at.picture, size);
        add(sink, i, crop.map(track.frames.get(i).orElseThrow(), size), picture);
      }
    }
  }

  /** The second pass, of what is too large to be kept. */
  private void cutAgain(Path file, VideoRange range, Track track, FaceCrop crop, Sink sink)
      throws IOException {
    try (VideoReader reader = VideoReader.open(file, rate, range.first(rate))) {
      for (int i = 0; i < track.frames.size(); i++) {
        checkInterrupt();
        Optional<VideoReader.Frame> frame = reader.next();
        if (frame.isEmpty()) {
          throw new IOException(file + " has changed while it was read; start again");
        }
        Optional<Landmarks> landmarks = track.frames.get(i);
        if (landmarks.isPresent()) {
          Image picture = crop.cut(frame.get().image(), size);
          add(sink, i, crop.map(landmarks.get(), size), picture);
        }
      }
    }
  }

  private void add(Sink sink, int frame, Landmarks landmarks, Image picture) throws IOException {
    Irises irises = gaze.map(g -> g.find(picture, landmarks)).orElse(Irises.NONE);
    byte[] jpeg = PhotoWriter.jpeg(picture, QUALITY);
    sink.add(new FacePicture(frame, rate.timeOf(frame), landmarks, irises, jpeg));
  }

  /** A part of a frame with the face in it, and where in the frame it is. */
  private record Surroundings(Image picture, int left, int top) {
    boolean holds(FaceCrop crop) {
      return crop.left() >= left
          && crop.top() >= top
          && crop.left() + crop.side() <= left + picture.width()
          && crop.top() + crop.side() <= top + picture.height();
    }
  }

  /** The surroundings of the face in all frames, unless they are too large. */
  private static final class Kept {
    private final List<@Nullable Surroundings> frames = new ArrayList<>();
    private long room;

    Kept(long room) {
      this.room = room;
    }

    void add(Image image, Optional<Landmarks> face) {
      if (room < 0) {
        return;
      }
      frames.add(face.isEmpty() ? null : around(image, face.get()));
      if (room < 0) {
        frames.clear();
      }
    }

    private @Nullable Surroundings around(Image image, Landmarks face) {
      double half = SURROUNDINGS / 2 * face.size();
      int left = inside(face.centerX() - half, image.width() - 1);
      int top = inside(face.centerY() - half, image.height() - 1);
      int width = inside(face.centerX() + half, image.width()) - left;
      int height = inside(face.centerY() + half, image.height()) - top;
      room -= 3L * width * height;
      if (width < 1 || height < 1) {
        room = -1;
      }
      return room < 0 ? null : new Surroundings(image.crop(left, top, width, height), left, top);
    }

    private static int inside(double x, int limit) {
      return (int) Math.max(0, Math.min(limit, Math.round(x)));
    }

    boolean hasAll(FaceCrop crop) {
      return room >= 0 && frames.stream().allMatch(f -> f == null || f.holds(crop));
    }
  }
}
