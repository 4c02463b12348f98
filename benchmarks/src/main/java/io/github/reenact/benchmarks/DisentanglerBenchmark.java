package io.github.reenact.benchmarks;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.demo.SampleMotion;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** LD-Net: landmarks taken apart and put together. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DisentanglerBenchmark {
  private LandmarkDisentangler disentangler;
  private Landmarks landmarks;
  private IdentityCode identity;
  private MotionCode motion;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public DisentanglerBenchmark() {}

  /** Loads LD-Net. */
  @Setup(Level.Trial)
  public void open() {
    disentangler = Backends.disentanglers().named("ldnet").create(Optional.empty(), Device.CPU);
    landmarks = SampleMotion.template().frames().get(21).landmarks().orElseThrow();
    identity =
        disentangler.identity(SampleMotion.template().frames().get(0).landmarks().orElseThrow());
    motion = disentangler.motion(landmarks);
  }

  /** Frees LD-Net. */
  @TearDown(Level.Trial)
  public void close() {
    disentangler.close();
  }

  /** The identity code of one face. */
  @Benchmark
  public IdentityCode identity() {
    return disentangler.identity(landmarks);
  }

  /** The motion code of one face. */
  @Benchmark
  public MotionCode motion() {
    return disentangler.motion(landmarks);
  }

  /** New landmarks from two codes. */
  @Benchmark
  public Landmarks combine() {
    return disentangler.combine(identity, motion);
  }
}
