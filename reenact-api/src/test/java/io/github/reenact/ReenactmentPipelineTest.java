package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReenactmentPipelineTest {
  private final NumberedFrames backends = new NumberedFrames();
  private final List<Image> results = new ArrayList<>();
  private final List<Double> times = new ArrayList<>();
  private Reenactor reenactor;
  private ReenactmentSession session;

  /** How many frames the portrait draws at the same time. */
  int concurrency() {
    return 1;
  }

  @BeforeEach
  void open() {
    backends.concurrency = concurrency();
    reenactor = backends.reenactor();
    session = reenactor.open(NumberedFrames.photo());
  }

  @AfterEach
  void close() {
    reenactor.close();
    assertThat(NumberedFrames.threads()).isEmpty();
  }

  private static ReenactmentPipeline.Source<RuntimeException> frames(int count) {
    Iterator<DrivingFrame> all =
        IntStream.range(0, count).mapToObj(NumberedFrames::frame).iterator();
    return () -> all.hasNext() ? Optional.of(all.next()) : Optional.empty();
  }

  private void keep(Image frame, double seconds) {
    results.add(frame);
    times.add(seconds);
  }

  private static List<Image> oneByOne(int count) {
    return NumberedFrames.oneByOne(
        IntStream.range(0, count).mapToObj(NumberedFrames::frame).toList());
  }

  @Test
  void run_manyFrames_givesWhatNextGives() throws InterruptedException {
    ReenactmentPipeline.Statistics done = ReenactmentPipeline.run(session, frames(200), this::keep);

    assertThat(results).isEqualTo(oneByOne(200));
    assertThat(times).isEqualTo(IntStream.range(0, 200).mapToObj(i -> 0.04 * i).toList());
    assertThat(done.frames()).isEqualTo(200);
    assertThat(done.sourceNanos()).isPositive();
    assertThat(done.sinkNanos()).isPositive();
    assertThat(session.statistics().frames()).isEqualTo(200);
    assertThat(session.statistics().framesWithoutFace()).isPositive();
    assertThat(session.statistics().detectNanos()).isPositive();
  }

  @Test
  void run_noFrames_givesNone() throws InterruptedException {
    assertThat(ReenactmentPipeline.run(session, frames(0), this::keep).frames()).isZero();
    assertThat(results).isEmpty();
  }

  @Test
  void run_again_goesOnWhereItWas() throws InterruptedException {
    Iterator<DrivingFrame> all = IntStream.range(0, 20).mapToObj(NumberedFrames::frame).iterator();
    ReenactmentPipeline.Source<RuntimeException> ten =
        new ReenactmentPipeline.Source<>() {
          private int left = 10;

          @Override
          public Optional<DrivingFrame> next() {
            return left-- > 0 ? Optional.of(all.next()) : Optional.empty();
          }
        };
    ReenactmentPipeline.run(session, ten, this::keep);
    while (all.hasNext()) {
      results.add(session.next(all.next()));
    }

    assertThat(results).isEqualTo(oneByOne(20));
  }

  @Test
  void run_everyStep_overlapsTheOneBefore() throws InterruptedException {
    // Each waits for what only comes if the step before it goes on meanwhile.
    CountDownLatch secondTracked = new CountDownLatch(1);
    CountDownLatch secondDrawn = new CountDownLatch(1);
    CountDownLatch thirdRead = new CountDownLatch(3);
    backends.track =
        number -> {
          if (number == 0) {
            thirdRead.await();
          } else {
            secondTracked.countDown();
          }
        };
    backends.draw =
        number -> {
          if (number == 0) {
            secondTracked.await();
          } else {
            secondDrawn.countDown();
          }
        };
    ReenactmentPipeline.Source<RuntimeException> source = frames(4);
    ReenactmentPipeline.run(
        session,
        () -> {
          thirdRead.countDown();
          return source.next();
        },
        (frame, seconds) -> {
          if (seconds == 0) {
            secondDrawn.await();
          }
          keep(frame, seconds);
        });

    assertThat(results).hasSize(4);
  }

  @Test
  void run_sinkThatIsStuck_boundsWhatWaits() throws Exception {
    AtomicInteger read = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    ReenactmentPipeline.Source<RuntimeException> source = frames(100);
    FutureTask<ReenactmentPipeline.Statistics> task =
        new FutureTask<>(
            () ->
                ReenactmentPipeline.run(
                    session,
                    () -> {
                      read.incrementAndGet();
                      return source.next();
                    },
                    (frame, seconds) -> goOn.await()));
    new Thread(task).start();
    // Three queues of 8, and one frame in each step.
    NumberedFrames.get(read::get, 3 * 8 + 4);
    NumberedFrames.get(() -> readerState(), Thread.State.WAITING);
    assertThat(read).hasValue(3 * 8 + 4);
    assertThatIllegalStateException()
        .isThrownBy(() -> session.next(NumberedFrames.picture(1)))
        .withMessageContaining("ReenactmentPipeline");
    assertThatIllegalStateException()
        .isThrownBy(() -> ReenactmentPipeline.run(session, frames(1), this::keep))
        .withMessageContaining("ReenactmentPipeline");
    goOn.countDown();

    assertThat(task.get().frames()).isEqualTo(100);
  }

  private static Thread.State readerState() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("reenact-read"))
        .findFirst()
        .orElseThrow()
        .getState();
  }

  @Test
  void run_sourceFails_throwsItAfterTheFramesBefore() {
    IOException disk = new IOException("disk");
    ReenactmentPipeline.Source<RuntimeException> source = frames(5);
    assertThatThrownBy(
            () ->
                ReenactmentPipeline.run(
                    session,
                    () -> {
                      Optional<? extends DrivingFrame> frame = source.next();
                      if (frame.isEmpty()) {
                        throw disk;
                      }
                      return frame;
                    },
                    this::keep))
        .isSameAs(disk);
    assertThat(results).isEqualTo(oneByOne(5));
    assertThat(session.next(NumberedFrames.picture(5)).width()).isEqualTo(320);
  }

  @Test
  void run_trackingFails_throwsItAfterTheFramesBefore() {
    backends.track =
        number -> {
          if (number == 12) {
            throw new IllegalStateException("lost");
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> ReenactmentPipeline.run(session, frames(100), this::keep))
        .withMessage("lost");
    assertThat(results).isEqualTo(oneByOne(12));
  }

  @Test
  void run_drawingFails_throwsItAfterTheFramesBefore() {
    OutOfMemoryError memory = new OutOfMemoryError("a test's");
    // By what is drawn: several frames at a time may be drawn in another order.
    Landmarks twelfth =
        NumberedFrames.targets(IntStream.range(0, 13).mapToObj(NumberedFrames::frame).toList())
            .get(12);
    backends.target =
        landmarks -> {
          if (landmarks.equals(twelfth)) {
            throw memory;
          }
        };
    assertThatThrownBy(() -> ReenactmentPipeline.run(session, frames(100), this::keep))
        .isSameAs(memory);
    assertThat(results).isEqualTo(oneByOne(12));
  }

  @Test
  void run_sinkFails_throwsIt() {
    IOException full = new IOException("full");
    assertThatThrownBy(
            () ->
                ReenactmentPipeline.run(
                    session,
                    frames(100),
                    (frame, seconds) -> {
                      if (results.size() == 3) {
                        throw full;
                      }
                      keep(frame, seconds);
                    }))
        .isSameAs(full);
    assertThat(results).isEqualTo(oneByOne(3));
  }

  @Test
  void run_interrupted_endsEveryStep() throws Exception {
    CountDownLatch drawing = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger interrupts = new AtomicInteger();
    FutureTask<ReenactmentPipeline.Statistics> task =
        new FutureTask<>(
            () ->
                ReenactmentPipeline.run(
                    session,
                    frames(100),
                    (frame, seconds) -> {
                      drawing.countDown();
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        interrupts.incrementAndGet();
                        throw new IOException("cut", e);
                      }
                    }));
    Thread worker = new Thread(task);
    worker.start();
    drawing.await();
    worker.interrupt();

    assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(interrupts).hasValue(1);
    assertThat(NumberedFrames.threads()).isEmpty();
    assertThat(session.next(NumberedFrames.picture(0)).width()).isEqualTo(320);
  }

  @Test
  void run_sourceInterruptedByAnother_isNoEndOfTheVideo() {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                ReenactmentPipeline.run(
                    session,
                    () -> {
                      throw new InterruptedException("not ours");
                    },
                    this::keep))
        .withMessage("not ours");
  }

  @Test
  void run_sessionClosedMeanwhile_throws() {
    backends.draw =
        number -> {
          if (number == 3) {
            session.close();
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> ReenactmentPipeline.run(session, frames(100), this::keep))
        .withMessageContaining("closed");
  }

  @Test
  void run_closedSession_isRefused() {
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> ReenactmentPipeline.run(session, frames(1), this::keep));
  }
}
