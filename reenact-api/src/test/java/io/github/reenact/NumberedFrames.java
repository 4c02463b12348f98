package io.github.reenact;

import io.github.reenact.pipeline.CopyDisentangler;
import io.github.reenact.testing.TestFaces;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Backends for tests of what runs when: driving pictures carry a number, the tracker gives
 * landmarks that depend on that number and on all before it, and a portrait draws nothing but its
 * landmarks' bits, so that two results are equal only if all frames were the same ones in the same
 * order. Before either works on a frame a test may block it, or let it fail.
 */
final class NumberedFrames {
  /** Called before the work on a frame. */
  interface Hook {
    void before(int number) throws InterruptedException;
  }

  private static final Landmarks PHOTO = TestFaces.face().turned(5, 0, 3).at(150, 120, 50);

  volatile Hook track = number -> {};

  /** The number is that of the call: 0, 1, .. */
  volatile Hook draw = number -> {};

  /** Is told where each frame's face goes, before it is drawn. */
  volatile Consumer<Landmarks> target = landmarks -> {};

  /** How many frames the portrait draws at the same time. */
  int concurrency = 1;

  Reenactor reenactor() {
    return Reenactor.builder()
        .detector(new Detector())
        .disentangler(new CopyDisentangler())
        .translator(new Translator())
        .build();
  }

  static Image photo() {
    return Image.of(320, 240, new byte[3 * 320 * 240]);
  }

  /** A driving picture. In every seventh the face is not to be seen. */
  static Image picture(int number) {
    byte[] rgb = new byte[3 * 64 * 48];
    ByteBuffer.wrap(rgb).putInt(number);
    return Image.of(64, 48, rgb);
  }

  static int number(Image picture) {
    return picture.pixels().getInt(0);
  }

  /** As {@link #picture}; every fifth comes as landmarks. */
  static DrivingFrame frame(int number) {
    double seconds = 0.04 * number;
    return number % 5 == 4
        ? new DrivingFrame.Known(Optional.of(face(number, 0)), 64, 48, seconds)
        : new DrivingFrame.Picture(picture(number), seconds);
  }

  /** What {@link ReenactmentSession#next(DrivingFrame)} makes of frames, one by one. */
  static List<Image> oneByOne(List<? extends DrivingFrame> frames) {
    List<Image> results = new ArrayList<>();
    try (Reenactor reenactor = new NumberedFrames().reenactor();
        ReenactmentSession session = reenactor.open(photo())) {
      frames.forEach(f -> results.add(session.next(f)));
    }
    return results;
  }

  /** Where the faces of frames go, one by one. */
  static List<Landmarks> targets(List<? extends DrivingFrame> frames) {
    NumberedFrames backends = new NumberedFrames();
    List<Landmarks> targets = new ArrayList<>();
    backends.target = targets::add;
    try (Reenactor reenactor = backends.reenactor();
        ReenactmentSession session = reenactor.open(photo())) {
      frames.forEach(session::next);
    }
    return targets;
  }

  private static Landmarks face(int number, int history) {
    return TestFaces.face()
        .turned(10 * Math.sin(0.2 * number), 3, 4 * Math.sin(0.3 * number))
        .at(32 + 0.01 * (history % 100), 24, 10);
  }

  private static void run(Hook hook, int number) {
    try {
      hook.before(number);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The names of the threads of pipelines that are alive. */
  static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("reenact-"))
        .toList();
  }

  static <T> T get(Supplier<? extends T> value, T wanted) throws InterruptedException {
    while (!value.get().equals(wanted)) {
      Thread.sleep(1);
    }
    return value.get();
  }

  private final class Detector implements LandmarkDetector {
    @Override
    public List<Landmarks> detectAll(Image image) {
      return List.of(PHOTO);
    }

    @Override
    public LandmarkTracker track(int face) {
      return new LandmarkTracker() {
        private int history;

        @Override
        public Optional<Landmarks> next(Image frame) {
          int number = number(frame);
          NumberedFrames.run(track, number);
          history = 31 * history + number;
          return number % 7 == 6 ? Optional.empty() : Optional.of(face(number, history));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private final class Translator implements PortraitTranslator {
    @Override
    public Portrait open(Image photo, Landmarks landmarks) {
      return new Portrait() {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public int concurrency() {
          return concurrency;
        }

        @Override
        public Image render(Landmarks to) {
          target.accept(to);
          NumberedFrames.run(draw, calls.getAndIncrement());
          byte[] rgb = new byte[3 * photo.width() * photo.height()];
          ByteBuffer.wrap(rgb).asFloatBuffer().put(to.toArray());
          return Image.of(photo.width(), photo.height(), rgb);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }
}
