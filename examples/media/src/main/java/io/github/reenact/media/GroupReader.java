package io.github.reenact.media;

import io.github.reenact.DrivingFrame;
import io.github.reenact.GroupFrame;
import io.github.reenact.ReenactmentPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several drivers, side by side: their frames at one constant rate, the highest of theirs. The
 * longest one decides how long it takes; a photo has one frame and holds.
 *
 * <pre>{@code
 * ReenactmentPipeline.run(groupSession, groupReader, writer::write);
 * }</pre>
 *
 * <p>Not thread-safe. Owns native memory.
 */
public final class GroupReader
    implements ReenactmentPipeline.FrameSource<GroupFrame, IOException>, AutoCloseable {
  /** What a driver does that is at its end while another goes on. */
  public enum WhenShorter {
    /** Its faces keep what they showed last. */
    HOLD,
    /** It begins again. */
    LOOP
  }

  private final List<Driver> drivers;
  private final FrameRate rate;
  private final double step;
  private long delivered;

  private GroupReader(List<Driver> drivers, FrameRate rate) {
    this.drivers = drivers;
    this.rate = rate;
    this.step = 1 / rate.perSecond();
  }

  /**
   * Opens files, each as {@link DrivingReader#open} does.
   *
   * @param files the drivers in the order of their numbers, at least one
   * @throws IOException if one is missing, damaged, or nothing that can drive
   */
  public static GroupReader open(List<Path> files, WhenShorter whenShorter) throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a group without a driver; name one file at least");
    }
    List<Driver> opened = new ArrayList<>();
    boolean complete = false;
    try {
      for (Path file : files) {
        opened.add(new Driver(file, whenShorter == WhenShorter.LOOP));
      }
      FrameRate rate = FrameRate.of(1);
      for (Driver d : opened) {
        if (d.rate.perSecond() > rate.perSecond()) {
          rate = d.rate;
        }
      }
      complete = true;
      return new GroupReader(List.copyOf(opened), rate);
    } finally {
      if (!complete) {
        opened.forEach(Driver::close);
      }
    }
  }

  /**
   * The next frame, or empty when all drivers have come to their end.
   *
   * @throws IOException if a file cannot be read any more
   */
  @Override
  public Optional<GroupFrame> next() throws IOException {
    double time = rate.timeOf(delivered);
    if (delivered > 0 && drivers.stream().allMatch(d -> time > d.end - step / 2)) {
      return Optional.empty();
    }
    List<Optional<DrivingFrame>> frames = new ArrayList<>();
    for (Driver d : drivers) {
      frames.add(d.until(time + step / 2));
    }
    delivered++;
    return Optional.of(new GroupFrame(frames, time));
  }

  /** At which rate the frames come. */
  public FrameRate frameRate() {
    return rate;
  }

  /** How many frames to expect: an estimate, 0 if there is none. */
  public long frameEstimate() {
    double seconds =
        drivers.stream().mapToDouble(d -> d.frames / d.rate.perSecond()).max().orElse(0);
    return Math.round(seconds * rate.perSecond());
  }

  /** Whether all drivers are photos: there is just one frame. */
  public boolean isPhoto() {
    return drivers.stream().allMatch(d -> d.photo);
  }

  /** What is wrong with the files as far as they were read, a sentence for each that is damaged. */
  public List<String> damage() {
    return drivers.stream().flatMap(d -> d.damage().stream()).toList();
  }

  /** The first file that may have sound. */
  public Optional<Path> sound() {
    return drivers.stream().flatMap(d -> d.reader.sound().stream()).findFirst();
  }

  /** Frees the native memory; closing again has no effect. */
  @Override
  public void close() {
    drivers.forEach(Driver::close);
  }

  /** One driver, with the frame that comes next. */
  private static final class Driver {
    private final Path file;
    private final boolean loops;
    private final FrameRate rate;
    private final boolean photo;
    private final long frames;
    private DrivingReader reader;
    private @Nullable DrivingFrame following;

    /** When this pass through the file began. */
    private double start;

    /** When the first pass ends; infinite until that is known. */
    private double end = Double.POSITIVE_INFINITY;

    private Optional<String> damage = Optional.empty();

    Driver(Path file, boolean loops) throws IOException {
      this.file = file;
      this.reader = DrivingReader.open(file);
      this.rate = reader.frameRate();
      this.photo = reader.isPhoto();
      this.frames = reader.frameEstimate();
      this.loops = loops && !photo;
      boolean complete = false;
      try {
        following = reader.next().orElse(null);
        complete = true;
      } finally {
        if (!complete) {
          close();
        }
      }
    }

    /** The last of the frames up to a time that have not come yet; empty if there is none. */
    Optional<DrivingFrame> until(double time) throws IOException {
      DrivingFrame due = null;
      for (DrivingFrame f = following; f != null && f.seconds() <= time; f = following) {
        due = f;
        following = reader.next().map(n -> at(n, start + n.seconds())).orElse(null);
        if (following == null) {
          atEnd(due.seconds() + 1 / rate.perSecond());
        }
      }
      return Optional.ofNullable(due);
    }

    private void atEnd(double now) throws IOException {
      damage = damage.or(reader::damage);
      end = Math.min(end, now);
      if (loops) {
        reader.close();
        reader = DrivingReader.open(file);
        start = now;
        following = reader.next().map(n -> at(n, now + n.seconds())).orElse(null);
      }
    }

    private static DrivingFrame at(DrivingFrame frame, double seconds) {
      if (frame instanceof DrivingFrame.Picture p) {
        return new DrivingFrame.Picture(p.picture(), seconds);
      }
      DrivingFrame.Known k = (DrivingFrame.Known) frame;
      return new DrivingFrame.Known(k.landmarks(), k.irises(), k.width(), k.height(), seconds);
    }

    Optional<String> damage() {
      return damage.or(reader::damage);
    }

    void close() {
      reader.close();
    }
  }
}
