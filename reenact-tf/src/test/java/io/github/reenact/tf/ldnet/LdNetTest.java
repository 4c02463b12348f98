package io.github.reenact.tf.ldnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.MotionCode;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDisentanglerProvider;
import io.github.reenact.testing.FloatComparison;
import io.github.reenact.testing.LandmarkDisentanglerContract;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LdNetTest extends LandmarkDisentanglerContract {
  private static final Landmarks ANN =
      TestFaces.face()
          .person(0.95, 1.05, 1, 1)
          .turned(10, 3, 2)
          .expression(0.2, 0.3, 0, 0)
          .at(130, 120, 60);
  private static final Landmarks BOB =
      TestFaces.face()
          .person(1.06, 0.93, 1, 1)
          .turned(-15, 5, -4)
          .expression(0.7, 0, 0, 0.3)
          .at(300, 200, 110);

  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  @Override
  protected LandmarkDisentangler create() {
    return LdNet.load();
  }

  /** The made-up faces are drawn by hand, and unlike what the network was trained on. */
  @Override
  protected double reconstructionTolerance() {
    return 0.12;
  }

  @Test
  void provider_foundByServiceLoader_makesTheBuiltInModel() {
    LandmarkDisentanglerProvider provider =
        ServiceLoader.load(LandmarkDisentanglerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("ldnet"))
            .findFirst()
            .orElseThrow();
    assertThat(provider.priority()).isPositive();
    try (LandmarkDisentangler made = provider.create(Optional.empty(), Device.CPU)) {
      assertThat(made.identity(ANN).backend()).startsWith("ldnet ");
    }
  }

  @Test
  void combine_otherPersonsMotion_takesTheMouthFromThemAndTheWidthFromNone() {
    try (LdNet net = LdNet.load()) {
      Landmarks open = net.combine(net.identity(ANN), net.motion(mouth(1)));
      Landmarks closed = net.combine(net.identity(ANN), net.motion(mouth(0)));
      double gapOpen = open.y(66) - open.y(62);
      double gapClosed = closed.y(66) - closed.y(62);
      assertThat(gapOpen - gapClosed).isGreaterThan(0.1);
      // The face of one person and another in the same motion differ as the people do.
      Landmarks wide = TestFaces.face().person(1.12, 0.9, 1, 1).at(0, 0, 60);
      Landmarks narrow = TestFaces.face().person(0.88, 1.1, 1, 1).at(0, 0, 60);
      assertThat(aspect(net.combine(net.identity(wide), net.motion(BOB))))
          .isGreaterThan(aspect(net.combine(net.identity(narrow), net.motion(BOB))) + 0.1);
    }
  }

  /** Beyond what the network was trained on: full profiles, and faces that only seem so narrow. */
  private static List<Landmarks> extremes() {
    List<Landmarks> out = new ArrayList<>();
    for (double yaw : new double[] {60, 75, 90}) {
      for (double side : new double[] {-1, 1}) {
        for (double pitch : new double[] {-20, 0, 20}) {
          out.add(
              TestFaces.face()
                  .turned(side * yaw, pitch, 0)
                  .expression(0.4, 0.3, 0.5, 0)
                  .at(200, 150, 70));
        }
      }
    }
    for (float squeeze : new float[] {0.5f, 0.3f, 0.15f}) {
      float[] xy = TestFaces.face().turned(20, 0, 0).at(0, 150, 70).toArray();
      for (int i = 0; i < xy.length; i += 2) {
        xy[i] *= squeeze;
      }
      out.add(Landmarks.of(xy));
    }
    return out;
  }

  @Test
  void combine_facesBeyondTheTrainedRange_isAPlausibleFace() {
    try (LdNet net = LdNet.load()) {
      for (Landmarks extreme : extremes()) {
        assertPlausible(net.combine(net.identity(ANN), net.motion(extreme)));
        assertPlausible(net.combine(net.identity(extreme), net.motion(BOB)));
        assertPlausible(net.combine(net.identity(extreme), net.motion(extreme)));
      }
    }
  }

  /**
   * Plausible is a face without roll, in normal place and size, with every point in reach, left and
   * right in their places, and brows, eyes, nose, mouth and chin in their order from above.
   */
  private static void assertPlausible(Landmarks face) {
    assertThat((double) face.centerX()).isCloseTo(0, within(1e-3));
    assertThat((double) face.centerY()).isCloseTo(0, within(1e-3));
    assertThat((double) face.radius()).isCloseTo(1, within(1e-3));
    for (int i = 0; i < Landmarks.COUNT; i++) {
      assertThat(Math.hypot(face.x(i), face.y(i))).as("point %d", i).isLessThan(3);
    }
    assertThat(LandmarkDisentangler.isMirrored(face)).isFalse();
    double[] heights = {
      y(face, 17, 27), y(face, 36, 48), y(face, 30, 36), y(face, 48, 68), face.y(8)
    };
    assertThat(heights).isSorted();
    assertThat(heights[4] - heights[0]).isBetween(1.0, 4.0);
    // upper lids over lower ones, upper lip over lower one
    for (int[] pair : new int[][] {{37, 41}, {38, 40}, {43, 47}, {44, 46}, {51, 57}}) {
      assertThat(face.y(pair[1])).as("point %d", pair[1]).isGreaterThan(face.y(pair[0]) - 0.02f);
    }
  }

  /** The mean height of points. */
  private static double y(Landmarks face, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += face.y(i);
    }
    return sum / (to - from);
  }

  private static Landmarks mouth(double open) {
    return TestFaces.face().expression(open, 0, 0, 0).at(0, 0, 80);
  }

  private static double aspect(Landmarks l) {
    return (double) (l.right() - l.left()) / (l.bottom() - l.top());
  }

  @Test
  void motion_ofTheDecodedFace_isTheMotionItWasMadeOf() {
    try (LdNet net = LdNet.load()) {
      MotionCode motion = net.motion(BOB);
      IdentityCode identity = net.identity(ANN);
      Landmarks made = net.combine(identity, motion);
      double unlike = distance(net.motion(ANN).toArray(), motion.toArray());
      assertThat(distance(net.motion(made).toArray(), motion.toArray())).isLessThan(0.5 * unlike);
      double stranger = distance(net.identity(BOB).toArray(), identity.toArray());
      assertThat(distance(net.identity(made).toArray(), identity.toArray()))
          .isLessThan(0.75 * stranger);
    }
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void identity_severalFaces_isTheMeanOfTheirCodes() {
    try (LdNet net = LdNet.load()) {
      float[] a = net.identity(ANN).toArray();
      float[] b = net.identity(BOB).toArray();
      float[] mean = net.identity(List.of(ANN, BOB)).toArray();
      for (int i = 0; i < a.length; i++) {
        a[i] = (a[i] + b[i]) / 2;
      }
      FloatComparison.assertClose(mean, a, 1e-5);
    }
  }

  @Test
  void transfer_toPixels_isWhereTheDriverIs() {
    try (LdNet net = LdNet.load()) {
      Landmarks out = LandmarkTransfer.transfer(net, ANN, BOB);
      assertThat(out.centerX()).isCloseTo(BOB.centerX(), within(0.1f));
      assertThat(out.centerY()).isCloseTo(BOB.centerY(), within(0.1f));
      assertThat(out.radius()).isCloseTo(BOB.radius(), within(0.1f));
    }
  }

  @Test
  void open_missingFile_namesThePath() {
    assertThatThrownBy(() -> LdNet.load(directory.resolve("none.safetensors")))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("none.safetensors");
  }

  private static Safetensors builtIn() throws IOException {
    try (InputStream in = LdNet.class.getResourceAsStream("ldnet.safetensors")) {
      return Safetensors.read(in, "built in");
    }
  }

  private Path save(Map<String, NamedArray> weights, Map<String, String> metadata)
      throws IOException {
    Path file = directory.resolve("changed.safetensors");
    new Safetensors(weights, metadata).write(file, false);
    return file;
  }

  private void refused(Path file, String what) {
    assertThatThrownBy(() -> LdNet.load(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(what);
  }

  @Test
  void open_truncatedFile_isRefused() throws IOException {
    Path file = save(builtIn().tensors(), builtIn().metadata());
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length / 2));
    refused(file, "damaged");
  }

  @Test
  void open_otherVersion_namesBoth() throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(builtIn().metadata());
    metadata.put("version", "99");
    refused(save(builtIn().tensors(), metadata), "version 99");
  }

  @Test
  void open_otherNetwork_isRefused() throws IOException {
    refused(save(builtIn().tensors(), Map.of("format", "reenact-fdgan")), "reenact-fdgan");
  }

  @Test
  void open_weightsMissing_isRefused() throws IOException {
    Map<String, NamedArray> weights = new LinkedHashMap<>(builtIn().tensors());
    weights.remove("decoder/out/w");
    refused(save(weights, builtIn().metadata()), "decoder/out/w");
  }

  @Test
  void open_weightsOfAnotherSize_isRefused() throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(builtIn().metadata());
    metadata.put("width", "16");
    refused(save(builtIn().tensors(), metadata), "shape");
  }

  @Test
  void open_sizeThatIsNone_isRefused() throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(builtIn().metadata());
    metadata.put("motion", "-3");
    refused(save(builtIn().tensors(), metadata), "motion is '-3'");
  }

  @Test
  void open_weightThatIsNaN_isRefused() throws IOException {
    Map<String, NamedArray> weights = new LinkedHashMap<>(builtIn().tensors());
    NamedArray bias = Objects.requireNonNull(weights.get("decoder/out/b"));
    float[] values = bias.values().clone();
    values[3] = Float.NaN;
    weights.put("decoder/out/b", new NamedArray(bias.shape(), values));
    refused(save(weights, builtIn().metadata()), "NaN");
  }

  @Test
  void combine_codesOfOtherWeights_areRefused() throws IOException {
    Map<String, NamedArray> weights = new LinkedHashMap<>(builtIn().tensors());
    NamedArray bias = Objects.requireNonNull(weights.get("decoder/out/b"));
    float[] values = bias.values().clone();
    values[3] += 1;
    weights.put("decoder/out/b", new NamedArray(bias.shape(), values));
    Path file = save(weights, builtIn().metadata());
    try (LdNet one = LdNet.load();
        LdNet other = LdNet.load(file)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> one.combine(other.identity(ANN), one.motion(BOB)))
          .withMessageContaining("do not mix");
    }
  }

  @Test
  void combine_codeOfWrongLength_isRefused() {
    try (LdNet net = LdNet.load()) {
      IdentityCode id = net.identity(ANN);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> net.combine(id, MotionCode.of(id.backend(), new float[] {1, 2, 3})))
          .withMessageContaining("3 numbers");
    }
  }
}
