package io.github.reenact.media;

import io.github.reenact.Image;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a long video so that a run which was killed can go on: in segments of a constant number of
 * frames, each a video of its own that appears when it is complete, in a folder beside the video
 * ({@code NAME.segments}). At the end the segments are joined without encoding them again, the
 * sound of another file is added, and the folder is deleted. The video is the same however often
 * the run was killed: segments begin and end at the same frames.
 *
 * <p>A run that goes on has to make the frames from number {@link #framesDone()} on. Settings that
 * decide what the frames are, files among them, are noted in the folder, and others are refused.
 *
 * <p>Closed without {@link #finish()}, finished segments stay. Not thread-safe. Owns native memory.
 *
 * <pre>{@code
 * try (SegmentedWriter writer =
 *     SegmentedWriter.builder(out).size(512, 512).rate(rate).settings(all).resume(true).open()) {
 *   for (long n = 0; n < count; n++) {
 *     if (n >= writer.framesDone()) {
 *       writer.write(frame(n), n / 25.0, 0);
 *     }
 *   }
 *   writer.finish();
 * }
 * }</pre>
 */
public final class SegmentedWriter implements AutoCloseable {
  private final Builder settings;
  private final FrameRate rate;
  private final VideoSize size;
  private final SegmentFolder folder;
  private final boolean delivered;
  private final boolean complete;
  private final long framesDone;
  private final long tallyDone;
  private int index;
  private @Nullable VideoWriter segment;
  private double start;
  private long tally;
  private Optional<String> audioProblem = Optional.empty();
  private boolean finished;
  private boolean closed;

  /** Settings of a {@link SegmentedWriter}; size and rate must be given. */
  public static final class Builder {
    private final Path file;
    private int width;
    private int height;
    private @Nullable FrameRate rate;
    private @Nullable Path audioFrom;
    private boolean overwrite;
    private boolean resume;
    private int segmentFrames = 100;
    private Map<String, String> settings = Map.of();

    private Builder(Path file) {
      this.file = file;
    }

    /** The size of the pictures in pixels. */
    public Builder size(int width, int height) {
      this.width = width;
      this.height = height;
      return this;
    }

    /** The rate of the frames. */
    public Builder rate(FrameRate rate) {
      this.rate = rate;
      return this;
    }

    /** As {@link VideoWriter.Builder#audioFrom}. */
    public Builder audioFrom(Path file) {
      this.audioFrom = file;
      return this;
    }

    /** Whether an existing video, or the segments of another run, may be replaced. */
    public Builder overwrite(boolean overwrite) {
      this.overwrite = overwrite;
      return this;
    }

    /** Whether to go on with the segments of an earlier run, if there are any; not by default. */
    public Builder resume(boolean resume) {
      this.resume = resume;
      return this;
    }

    /**
     * How many frames a segment has: what is lost at most. Default: 100.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder segmentFrames(int frames) {
      if (frames < 1) {
        throw new IllegalArgumentException("a segment has 1 frame or more, not " + frames);
      }
      this.segmentFrames = frames;
      return this;
    }

    /**
     * What the frames are made of: names and values, without tabs and line breaks. A run can only
     * go on with the same.
     */
    public Builder settings(Map<String, String> settings) {
      this.settings = new TreeMap<>(settings);
      return this;
    }

    /**
     * Starts, or goes on.
     *
     * @throws IOException as {@link #checkWritable}; if there are segments of an earlier run and
     *     neither {@code resume} nor {@code overwrite} is set; if these were made with other
     *     settings, or another process is writing them
     * @throws IllegalStateException if the size or the rate was not given
     */
    public SegmentedWriter open() throws IOException {
      FrameRate given = rate;
      if (width < 1 || height < 1 || given == null) {
        throw new IllegalStateException("a video needs size(width, height) and rate(rate)");
      }
      checkWritable(file, overwrite, resume);
      SegmentFolder folder = SegmentFolder.hold(SegmentFolder.of(file));
      @Nullable SegmentedWriter writer = null;
      try {
        writer = new SegmentedWriter(this, given, folder);
        return writer;
      } finally {
        if (writer == null) {
          folder.close();
        }
      }
    }
  }

  private SegmentedWriter(Builder b, FrameRate rate, SegmentFolder folder) throws IOException {
    this.settings = b;
    this.rate = rate;
    this.folder = folder;
    this.size = VideoSize.of(b.width, b.height);
    folder.deleteTemporary();
    Map<String, String> all = new TreeMap<>(b.settings);
    all.put("frames a segment", Integer.toString(b.segmentFrames));
    all.put("size", b.width + "x" + b.height);
    delivered = b.resume && Files.exists(b.file) && folder.isDelivered(all);
    boolean goesOn = b.resume && folder.hasRun();
    if (!delivered && !(goesOn && folder.hasEnded())) {
      VideoWriter.checkWritable(b.file, b.overwrite);
    }
    if (goesOn) {
      folder.requireSame(all);
    } else if (!delivered) {
      begin(all);
    }
    List<SegmentFolder.Segment> segments = folder.segments();
    complete = folder.hasEnded();
    index = segments.size();
    framesDone = segments.stream().mapToLong(SegmentFolder.Segment::frames).sum();
    tallyDone = segments.isEmpty() ? 0 : segments.get(index - 1).tally();
  }

  private void begin(Map<String, String> all) throws IOException {
    int kept = folder.hasRun() ? folder.segments().size() : 0;
    if (kept > 0 && !settings.overwrite) {
      throw new FileAlreadyExistsException(
          folder.path().toString(),
          null,
          "holds %d finished segments of an earlier run; --resume goes on, --overwrite begins anew"
              .formatted(kept));
    }
    folder.clear();
    folder.begin(all);
  }

  /** Settings for a new video, or one that is not finished. */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  /**
   * Finds out, before any work is done, whether a video can be written.
   *
   * @param resume whether an earlier run may go on, which may have written the file already
   * @throws IOException as {@link VideoWriter#checkWritable}
   */
  public static void checkWritable(Path file, boolean overwrite, boolean resume)
      throws IOException {
    boolean begun = resume && Files.isDirectory(SegmentFolder.of(file));
    VideoWriter.checkWritable(file, overwrite || begun);
  }

  /** Width of the video in pixels. */
  public int width() {
    return size.width();
  }

  /** Height of the video in pixels. */
  public int height() {
    return size.height();
  }

  /** The folder of the segments. */
  public Path folder() {
    return folder.path();
  }

  /** Whether an earlier run has put the video into its place: there is nothing to do. */
  public boolean isDelivered() {
    return delivered;
  }

  /** Whether an earlier run has made all frames: only {@link #finish()} is to do. */
  public boolean isComplete() {
    return complete;
  }

  /** How many frames earlier runs have made. */
  public long framesDone() {
    return framesDone;
  }

  /** The caller's count at the end of these frames. */
  public long tallyDone() {
    return tallyDone;
  }

  /** How many segments are finished. */
  public int segmentsFinished() {
    return index;
  }

  /**
   * Adds the next frame.
   *
   * @param seconds from the start of the video; later than the last frame's, else it is moved
   * @param tally a count of the caller's, this frame included: kept with the segment, for {@link
   *     #tallyDone()}
   * @throws IOException if a file cannot be written, for example because the disk is full
   * @throws IllegalArgumentException as {@link VideoWriter#write(Image, double)}
   * @throws IllegalStateException if all frames are there, or the writer is closed
   */
  public void write(Image image, double seconds, long tally) throws IOException {
    if (closed || finished || complete || delivered) {
      throw new IllegalStateException("the writer of " + settings.file + " is closed or complete");
    }
    VideoWriter to = segment;
    if (to == null) {
      to =
          VideoWriter.builder(folder.segment(index))
              .size(settings.width, settings.height)
              .rate(rate)
              .open();
      segment = to;
      start = seconds;
    }
    to.write(image, Math.max(0, seconds - start));
    this.tally = tally;
    if (to.framesWritten() == settings.segmentFrames) {
      finishSegment(to);
    }
  }

  private void finishSegment(VideoWriter to) throws IOException {
    folder.describe(index, start, to.framesWritten(), tally);
    to.finish();
    to.close();
    segment = null;
    index++;
  }

  /**
   * Joins the segments, moves the video into place and deletes the folder's content.
   *
   * @return the number of frames in the video
   * @throws IOException if it cannot be written, or a file of its name has appeared meanwhile and
   *     must not be replaced
   * @throws IllegalStateException if no frame was written, or the writer is closed
   */
  public long finish() throws IOException {
    if (closed || finished) {
      throw new IllegalStateException("the writer of " + settings.file + " is closed");
    }
    finished = true;
    VideoWriter last = segment;
    if (last != null) {
      finishSegment(last);
    }
    List<SegmentFolder.Segment> all = folder.segments();
    long frames = all.stream().mapToLong(SegmentFolder.Segment::frames).sum();
    if (delivered) {
      folder.clear();
      return frames;
    }
    if (all.isEmpty()) {
      throw new IllegalStateException("a video needs at least one frame: " + settings.file);
    }
    folder.end();
    audioProblem =
        VideoJoiner.join(
            all.stream().map(s -> new VideoJoiner.Part(s.file(), s.seconds())).toList(),
            folder.joined(),
            rate,
            settings.audioFrom);
    boolean there = Files.exists(settings.file);
    // An earlier run may have been killed just after it had moved the video into place.
    if (there
        && !settings.overwrite
        && !(settings.resume && Files.mismatch(settings.file, folder.joined()) < 0)) {
      throw new FileAlreadyExistsException(
          settings.file.toString(), null, "exists already; give --overwrite to replace it");
    }
    folder.deliver(settings.file);
    folder.clear();
    return frames;
  }

  /** Why the sound that was asked for is not in the video, or is only in part of it. */
  public Optional<String> audioProblem() {
    return audioProblem;
  }

  /** Deletes all segments: what was made is not to be delivered. */
  public void discard() throws IOException {
    VideoWriter last = segment;
    if (last != null) {
      last.close();
      segment = null;
    }
    finished = true;
    folder.clear();
    index = 0;
  }

  /**
   * Frees native memory. Without {@link #finish()} before, finished segments stay; if there are
   * none, nothing does. Closing again has no effect.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    VideoWriter last = segment;
    if (last != null) {
      last.close();
    }
    if (index == 0) {
      folder.clear();
    }
    folder.close();
  }
}
