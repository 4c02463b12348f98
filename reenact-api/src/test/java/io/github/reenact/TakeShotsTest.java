package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.testing.TestFaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often faces are detected in a take, and in which of its frames. */
class TakeShotsTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 280;
  private static final Landmarks FACE = TestFaces.face().turned(8, 3, 5).at(150, 110, 60);
  private static final Landmarks TURNED = TestFaces.face().turned(-6, 2, 1).at(146, 114, 62);
  private static final Image FIRST = TestFaces.portrait(FACE, WIDTH, HEIGHT);
  private static final Image SECOND = TestFaces.portrait(TURNED, WIDTH, HEIGHT);
  private static final Image EMPTY = Image.of(WIDTH, HEIGHT, new byte[3 * WIDTH * HEIGHT]);

  /** As the first, but for a pixel; no face is found in it. */
  private static final Image UNLIKE = withOtherPixel(FIRST);

  private final Map<Image, Landmarks> faces = Map.of(FIRST, FACE, SECOND, TURNED);
  private final List<Image> detected = new ArrayList<>();

  /** Finds the faces that were drawn, and counts. */
  private final class CountingDetector implements LandmarkDetector {
    @Override
    public List<Landmarks> detectAll(Image image) {
      throw new AssertionError("a take is followed");
    }

    /** What is drawn is not looked at. */
    @Override
    public Optional<Landmarks> refine(Image image, Landmarks near) {
      return Optional.empty();
    }

    @Override
    public LandmarkTracker track(int face) {
      return new LandmarkTracker() {
        @Override
        public Optional<Landmarks> next(Image frame) {
          detected.add(frame);
          return Optional.ofNullable(faces.get(frame));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private static Image withOtherPixel(Image image) {
    byte[] rgb = image.toRgb();
    rgb[0]++;
    return Image.of(image.width(), image.height(), rgb);
  }

  private Reenactor reenactor() {
    return Reenactor.builder()
        .detector(new CountingDetector())
        .disentangler("none")
        .translator("warp")
        .build();
  }

  private static FootageSession open(Reenactor reenactor, List<Image> take) {
    Iterator<Image> frames = take.iterator();
    return reenactor.openFootage(
        () -> frames.hasNext() ? Optional.of(frames.next()) : Optional.empty(),
        FootageChange.MOUTH);
  }

  /** A session to which each frame is another than what was looked through. */
  private static FootageSession openUnaware(Reenactor reenactor, List<Image> take) {
    List<Image> shifted = new ArrayList<>(List.of(UNLIKE));
    shifted.addAll(take);
    return open(reenactor, shifted);
  }

  /** A frame, decoded anew, with a driver whose mouth opens. */
  private static FootageFrame frame(int index, Image take) {
    Landmarks driver = TestFaces.face().expression(0.2 * index, 0, 0, 0).at(400, 300, 110);
    return new FootageFrame(
        Image.of(WIDTH, HEIGHT, take.toRgb()),
        Optional.of(new DrivingFrame.Known(Optional.of(driver), 800, 600, index / 25.0)),
        index / 25.0);
  }

  @Test
  void nextAndFollow_framesLookedThrough_areDetectedOnceAndGiveTheSame() {
    List<Image> take = List.of(FIRST, SECOND, EMPTY, SECOND, FIRST, SECOND);
    try (Reenactor reenactor = reenactor();
        FootageSession session = open(reenactor, take);
        FootageSession unaware = openUnaware(reenactor, take)) {
      detected.clear();
      List<Image> expected = new ArrayList<>();
      for (int i = 0; i < take.size(); i++) {
        expected.add(unaware.next(frame(i, take.get(i))));
      }
      assertThat(detected).as("the other session detects").containsExactlyElementsOf(take);
      detected.clear();
      for (int i = 0; i < take.size(); i++) {
        if (i < 2) {
          session.follow(frame(i, take.get(i)));
        } else {
          assertThat(session.next(frame(i, take.get(i)))).isEqualTo(expected.get(i));
        }
      }
      assertThat(detected).isEmpty();
      assertThat(session.framesChanged()).isEqualTo(3);
    }
  }

  @Test
  void open_take_isDetectedFrameByFrame() {
    try (Reenactor reenactor = reenactor();
        FootageSession session = open(reenactor, List.of(FIRST, SECOND, FIRST))) {
      assertThat(detected).containsExactly(FIRST, SECOND, FIRST);
      assertThat(session.framesChanged()).isZero();
    }
  }

  @Test
  void next_anotherFrameThanLookedThrough_isDetectedFromThereOn() {
    List<Image> lookedThrough = List.of(FIRST, FIRST, FIRST);
    List<Image> given = Arrays.asList(FIRST, SECOND, FIRST, SECOND);
    try (Reenactor reenactor = reenactor();
        FootageSession session = open(reenactor, lookedThrough);
        FootageSession unaware = openUnaware(reenactor, lookedThrough)) {
      detected.clear();
      List<Image> out = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        out.add(session.next(frame(i, given.get(i))));
      }
      assertThat(detected).containsExactly(SECOND, FIRST, SECOND);
      for (int i = 0; i < given.size(); i++) {
        assertThat(out.get(i)).as("frame %d", i).isEqualTo(unaware.next(frame(i, given.get(i))));
      }
    }
  }
}
