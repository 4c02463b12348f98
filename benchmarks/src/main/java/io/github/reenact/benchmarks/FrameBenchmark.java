package io.github.reenact.benchmarks;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import java.util.List;
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

/** The whole way of one frame: a driving picture in, a picture of the photo's person out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class FrameBenchmark {
  private static final int DRIVER_SIZE = 256;
  private static final int DRIVER_FRAMES = 50;

  /** The translator's name. */
  @Param({"warp", "fdgan"})
  public String translator = "";

  /** Width and height of the photo in pixels. */
  @Param({"256", "1024"})
  public int size;

  /** Where the translator computes: {@code cpu} or {@code gpu}. */
  @Param("cpu")
  public String device = "";

  private Reenactor reenactor;
  private ReenactmentSession session;
  private List<Image> driver;
  private int frame;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public FrameBenchmark() {}

  /** Loads everything, opens the photo and makes driving frames. */
  @Setup(Level.Trial)
  public void open() {
    driver = Inputs.drivingFrames(DRIVER_SIZE, DRIVER_FRAMES);
    reenactor = Reenactor.builder().translator(translator).device(Inputs.device(device)).build();
    session = reenactor.open(Inputs.portrait(size + "x" + size));
  }

  /** Frees everything. */
  @TearDown(Level.Trial)
  public void close() {
    session.close();
    reenactor.close();
  }

  /** One frame. */
  @Benchmark
  public Image next() {
    // There and back again: no jump that tracking would have to recover from.
    frame = (frame + 1) % (2 * DRIVER_FRAMES - 2);
    return session.next(driver.get(frame < DRIVER_FRAMES ? frame : 2 * DRIVER_FRAMES - 2 - frame));
  }
}
