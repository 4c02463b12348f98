package io.github.reenact.benchmarks;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Finding a face in a picture, and following it from one picture to the next. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LandmarkBenchmark {
  /** Width and height of the picture in pixels. */
  @Param({"256x256", "512x512", "640x480"})
  public String size = "";

  /** What computes it: dlib's native code, or the same in plain Java. */
  @Param({"dlib", "dlib-java"})
  public String engine = "";

  private LandmarkDetector detector;
  private LandmarkTracker tracker;
  private Image image;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public LandmarkBenchmark() {}

  /** Loads the detector and draws the picture. */
  @Setup(Level.Trial)
  public void open() {
    image = Inputs.portrait(size);
    detector = Backends.detectors().named(engine).create(Optional.empty(), Device.CPU);
    if (detector.detect(image).isEmpty()) {
      throw new IllegalStateException("no face in the portrait at " + size);
    }
    tracker = detector.track(0);
  }

  /** Frees the detector. */
  @TearDown(Level.Trial)
  public void close() {
    tracker.close();
    detector.close();
  }

  /** All faces of one picture. */
  @Benchmark
  public List<Landmarks> detect() {
    return detector.detectAll(image);
  }

  /** The face in the next frame of a video. */
  @Benchmark
  public Optional<Landmarks> track() {
    return tracker.next(image);
  }
}
