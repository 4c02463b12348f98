package io.github.reenact.benchmarks;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.PortraitTranslator;
import io.github.reenact.Similarity;
import io.github.reenact.demo.SampleMotion;
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

/** A photo analysed, and one frame drawn from it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class PortraitBenchmark {
  /** The translator's name. */
  @Param({"warp", "fdgan"})
  public String translator = "";

  /** Width and height of the photo in pixels. */
  @Param({"256", "512", "1024", "2048"})
  public int size;

  /** Where the translator computes: {@code cpu} or {@code gpu}. */
  @Param("cpu")
  public String device = "";

  private PortraitTranslator backend;
  private Image photo;
  private Landmarks landmarks;
  private Portrait portrait;
  private List<Landmarks> motion;
  private int frame;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public PortraitBenchmark() {}

  /** Loads the translator and opens the photo. */
  @Setup(Level.Trial)
  public void load() {
    photo = Inputs.portrait(size + "x" + size);
    try (LandmarkDetector detector =
        Backends.detectors().best().create(Optional.empty(), Device.CPU)) {
      landmarks = detector.detect(photo).orElseThrow();
    }
    backend =
        Backends.translators().named(translator).create(Optional.empty(), Inputs.device(device));
    portrait = backend.open(photo, landmarks);
    List<Landmarks> driver =
        SampleMotion.template().frames().stream().map(f -> f.landmarks().orElseThrow()).toList();
    Similarity place = Similarity.fit(driver.get(0), landmarks);
    motion = driver.stream().map(l -> l.transform(place)).toList();
  }

  /** Frees the translator. */
  @TearDown(Level.Trial)
  public void close() {
    portrait.close();
    backend.close();
  }

  /** The photo analysed: once for each photo. */
  @Benchmark
  public int open() {
    try (Portrait opened = backend.open(photo, landmarks)) {
      return opened.hashCode();
    }
  }

  /** One frame; the landmarks run through the demo's motion. */
  @Benchmark
  public Image render() {
    frame = (frame + 1) % motion.size();
    return portrait.render(motion.get(frame));
  }
}
