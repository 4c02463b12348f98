package io.github.reenact.benchmarks;

import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
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

/** Finding both irises of a face whose landmarks are known. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GazeBenchmark {
  /** Width and height of the picture in pixels. */
  @Param({"256x256", "512x512", "1024x1024"})
  public String size = "";

  private GazeEstimator estimator;
  private Image image;
  private Landmarks landmarks;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public GazeBenchmark() {}

  /** Loads the network, and finds the landmarks once. */
  @Setup(Level.Trial)
  public void open() {
    image = Inputs.portrait(size);
    try (LandmarkDetector detector =
        Backends.detectors().best().create(Optional.empty(), Device.CPU)) {
      landmarks = detector.detect(image).orElseThrow();
    }
    estimator = Backends.gazeEstimators().named("gaze").create(Optional.empty(), Device.CPU);
  }

  /** Closes the network. */
  @TearDown(Level.Trial)
  public void close() {
    estimator.close();
  }

  /** Both irises of one picture, crops included. */
  @Benchmark
  public Irises find() {
    return estimator.find(image, landmarks);
  }
}
