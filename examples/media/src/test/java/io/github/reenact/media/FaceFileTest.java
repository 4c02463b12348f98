package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceFileTest {
  private static final Landmarks FACE = TestFaces.face().at(150, 120, 50);

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path dir;

  /** Lines of a .pts file, whose pixels count from 1. */
  private static String points() {
    StringBuilder out = new StringBuilder("version: 1\nn_points:  68\n{\n");
    for (int i = 0; i < Landmarks.COUNT; i++) {
      out.append(FACE.x(i) + 1).append(' ').append(FACE.y(i) + 1).append('\n');
    }
    return out.append("}\n").toString();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("face.pts"), text);
  }

  private static void assertFace(Landmarks actual) {
    for (int i = 0; i < 2 * Landmarks.COUNT; i++) {
      assertThat(actual.toArray()[i])
          .isCloseTo(FACE.toArray()[i], org.assertj.core.api.Assertions.within(0.001f));
    }
  }

  @Test
  void read_points_countsPixelsFromZero() throws IOException {
    assertFace(FaceFile.read(file(points())));
    assertFace(FaceFile.read(file(points().replace("\n", "\r\n").replace(" ", "\t"))));
  }

  @Test
  void read_tableOfOneLine_isItsFace() throws IOException {
    Path table = dir.resolve("face.csv");
    LandmarksCsv.write(table, List.of(new LandmarksCsv.Row(0, 0, FACE)), false);
    assertFace(FaceFile.read(table));
  }

  @Test
  void read_tableOfSeveralFaces_isRefused() throws IOException {
    Path table = dir.resolve("faces.csv");
    LandmarksCsv.write(
        table, List.of(new LandmarksCsv.Row(0, 0, FACE), new LandmarksCsv.Row(1, 1, FACE)), false);
    assertThatIOException()
        .isThrownBy(() -> FaceFile.read(table))
        .withMessageContaining("faces.csv")
        .withMessageContaining("2 frames");
  }

  @ParameterizedTest
  @CsvSource({
    "'n_points:  68', 'n_points: 5', 'line 2: there are 5 points; a face has 68'",
    "'n_points:  68', 'points', 'line 2: '",
    "'{', '', 'line 4: ''{'' is missing'",
    "'}', '', '''}'' is missing here, after 68 points'",
    "'}', '3 4', '''}'' is missing here, after 68 points'",
    "'{', '{ 1', '''{'' is missing'",
    "'version: 1', 'frame,time', 'the header is not frame,time,x0,y0,..,x67,y67'",
  })
  void read_wrongPoints_namesTheLine(String part, String instead, String message)
      throws IOException {
    Path file = file(points().replace(part, instead));
    assertThatIOException()
        .isThrownBy(() -> FaceFile.read(file))
        .withMessageContaining("face.pts")
        .withMessageContaining(message);
  }

  @Test
  void read_wrongPoint_namesItAndItsLine() throws IOException {
    String[] lines = points().split("\n", -1);
    for (String wrong : new String[] {"1", "1 2 3", "x 2", "NaN 2", "1e9 2"}) {
      lines[5] = wrong;
      Path file = file(String.join("\n", lines));
      assertThatIOException()
          .isThrownBy(() -> FaceFile.read(file))
          .withMessageContaining("line 6")
          .withMessageMatching("(?s).*(point 2|x2) is .*");
    }
  }

  @Test
  void read_notText_isRefused() throws IOException {
    Path file = Files.write(dir.resolve("face.pts"), new byte[] {(byte) 0xff, 0, 1});
    assertThatIOException().isThrownBy(() -> FaceFile.read(file)).withMessageContaining("UTF-8");
    Path missing = dir.resolve("missing.pts");
    assertThatIOException()
        .isThrownBy(() -> FaceFile.read(missing))
        .withMessageContaining("missing.pts");
    Files.writeString(file, "version: 1\n", StandardCharsets.UTF_8);
    assertThatIOException().isThrownBy(() -> FaceFile.read(file)).withMessageContaining("n_points");
  }
}
