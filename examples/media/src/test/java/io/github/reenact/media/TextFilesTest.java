package io.github.reenact.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFilesTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path dir;

  private static Landmarks random(long seed) {
    Random random = new Random(seed);
    float[] xy = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < xy.length; i++) {
      xy[i] = random.nextFloat() * 500 - 50;
    }
    return Landmarks.of(xy);
  }

  private static void assertClose(Landmarks actual, Landmarks expected) {
    float[] a = actual.toArray();
    float[] e = expected.toArray();
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isCloseTo(e[i], within(0.0006f));
    }
  }

  @Test
  void landmarks_writtenAndRead_areTheSame() throws IOException {
    Path file = dir.resolve("l.csv");
    List<LandmarksCsv.Row> rows =
        List.of(
            new LandmarksCsv.Row(0, 0, random(1)),
            new LandmarksCsv.Row(1, 0.04, random(2)),
            new LandmarksCsv.Row(7, 0.28, random(3)));
    LandmarksCsv.write(file, rows, false);

    assertThat(Files.readAllLines(file).get(0))
        .startsWith("frame,time,x0,y0,x1,y1,")
        .endsWith(",x67,y67");
    List<LandmarksCsv.Row> read = LandmarksCsv.read(file);
    assertThat(read).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(read.get(i).frame()).isEqualTo(rows.get(i).frame());
      assertThat(read.get(i).seconds()).isCloseTo(rows.get(i).seconds(), within(1e-6));
      assertClose(read.get(i).landmarks(), rows.get(i).landmarks());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-0.0004,0.000",
    "-12.3456,-12.346",
    "0.9996,1.000",
    "1234.5,1234.500",
    "-0.5,-0.500"
  })
  void decimal_number_hasThreeDecimals(double value, String text) {
    StringBuilder to = new StringBuilder();
    LandmarksCsv.decimal(to, value, 3);
    assertThat(to).hasToString(text);
  }

  @Test
  void template_writtenAndRead_isTheSame() throws IOException {
    Path file = dir.resolve("t.csv");
    FrameRate rate = new FrameRate(30_000, 1001);
    MotionTemplate template =
        new MotionTemplate(
            640,
            480,
            rate,
            List.of(
                new MotionTemplate.Frame(0, Optional.of(random(1))),
                new MotionTemplate.Frame(0.033367, Optional.empty()),
                new MotionTemplate.Frame(0.066733, Optional.of(random(2)))));
    template.write(file, false);

    assertThat(MotionTemplate.isTemplate(file)).isTrue();
    MotionTemplate read = MotionTemplate.read(file);
    assertThat(read.width()).isEqualTo(640);
    assertThat(read.height()).isEqualTo(480);
    assertThat(read.rate()).isEqualTo(rate);
    assertThat(read.frames()).hasSize(3);
    assertThat(read.frames().get(1).landmarks()).isEmpty();
    assertThat(read.frames().get(1).seconds()).isCloseTo(0.033367, within(1e-9));
    assertClose(read.frames().get(2).landmarks().orElseThrow(), random(2));
  }

  @Test
  void template_withIrises_isTheSameWhenRead() throws IOException {
    Path file = dir.resolve("irises.csv");
    Iris iris = new Iris(200.125, 90.5, 7.25);
    MotionTemplate template =
        new MotionTemplate(
            640,
            480,
            FrameRate.of(25),
            List.of(
                new MotionTemplate.Frame(
                    0, Optional.of(random(1)), new Irises(Optional.of(iris), Optional.empty())),
                new MotionTemplate.Frame(0.04, Optional.empty()),
                new MotionTemplate.Frame(
                    0.08, Optional.of(random(2)), new Irises(Optional.empty(), Optional.of(iris))),
                new MotionTemplate.Frame(0.12, Optional.of(random(3)))));
    template.write(file, false);
    assertThat(Files.readAllLines(file).get(0)).isEqualTo("# reenact-motion-template 2");
    MotionTemplate read = MotionTemplate.read(file);
    assertThat(read.frames())
        .extracting(MotionTemplate.Frame::irises)
        .isEqualTo(template.frames().stream().map(MotionTemplate.Frame::irises).toList());
    assertThat(read.frames().get(1).landmarks()).isEmpty();
    String text = Files.readString(file);
    for (String[] bad :
        new String[][] {
          {",7.250", ",-1", "left_r"},
          {"200.125,90.500", "200.125,", "left_y"},
          {"200.125,90.500", "2e7,90.500", "left iris"}
        }) {
      Files.writeString(file, text.replace(bad[0], bad[1]));
      assertThatIOException()
          .isThrownBy(() -> MotionTemplate.read(file))
          .withMessageContaining("line 6")
          .withMessageContaining(bad[2]);
    }
  }

  @Test
  void template_withoutIrises_isWrittenAsEarlierProgramsReadIt() throws IOException {
    Path file = dir.resolve("old.csv");
    template().write(file, false);
    assertThat(Files.readAllLines(file).get(0)).isEqualTo("# reenact-motion-template 1");
  }

  @Test
  void template_withComments_isRead() throws IOException {
    Path file = dir.resolve("t.csv");
    template().write(file, false);
    String text = Files.readString(file);
    Files.writeString(
        file, text.replace("frame,time", "# made by hand\n\nframe,time").replace("\n", "\r\n"));
    assertThat(MotionTemplate.read(file).frames()).hasSize(2);
  }

  private static MotionTemplate template() {
    return new MotionTemplate(
        100,
        100,
        FrameRate.of(25),
        List.of(
            new MotionTemplate.Frame(0, Optional.of(random(1))),
            new MotionTemplate.Frame(0.04, Optional.of(random(2)))));
  }

  /** What is replaced, by what, the line that is named, and what else the message says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "template 1|template 3|line 1|version '3'",
        "template 1|template 2|line 5|left_x",
        "# reenact-motion|# other|line 1|no motion template",
        "width 100|width wide|line 2|width is 'wide'",
        "width 100|width 0|line 2|1 to 65535",
        "# height 100||line 4|'# height ..' is missing",
        "fps 25|fps fast|line 4|fps is 'fast'",
        "fps 25|fps 0|line 4|fps is '0'",
        "frame,time|time,frame|line 5|header",
        "1,0.040000,|1,0.000000,|line 7|time is 0.000000",
        "1,0.040000,|1,later,|line 7|time is 'later'",
        "1,0.040000,|2,0.040000,|line 7|frame 1 is missing",
        "1,0.040000,|0,0.040000,|line 7|frame 0",
        "1,0.040000,|x,0.040000,|line 7|frame is 'x'",
        "1,0.040000,|1,0.040000,5,|line 7|139 cells",
        "1,0.040000,|1,0.040000,NaN,|line 7|139 cells"
      })
  void template_malformed_namesLineAndValue(String from, String to, String line, String message)
      throws IOException {
    Path file = dir.resolve("bad.csv");
    template().write(file, false);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replaceFirst(Pattern.quote(from), to == null ? "" : to));

    assertThatIOException()
        .isThrownBy(() -> MotionTemplate.read(file))
        .withMessageContaining("bad.csv")
        .withMessageContaining(line)
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e9", "abc", ""})
  void template_badCoordinate_namesIt(String cell) throws IOException {
    Path file = dir.resolve("bad.csv");
    template().write(file, false);
    String text = Files.readString(file);
    int at = text.lastIndexOf(',');
    Files.writeString(file, text.substring(0, at + 1) + cell + "\n");

    assertThatIOException()
        .isThrownBy(() -> MotionTemplate.read(file))
        .withMessageContaining("line 7")
        .withMessageContaining("y67");
  }

  @Test
  void template_withoutAnyFace_isRefused() throws IOException {
    Path file = dir.resolve("none.csv");
    template().write(file, false);
    List<String> lines = Files.readAllLines(file).subList(0, 5);
    Files.writeString(file, String.join("\n", lines) + "\n0,0.0\n1,0.04\n");
    assertThatIOException()
        .isThrownBy(() -> MotionTemplate.read(file))
        .withMessageContaining("none with a face");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MotionTemplate(1, 1, FrameRate.of(1), List.of()));
  }

  @Test
  void template_binaryFile_isAnError() throws IOException {
    Path file = Files.write(dir.resolve("b.csv"), new byte[] {'#', (byte) 0xFF, (byte) 0xFE, 10});
    assertThatIOException()
        .isThrownBy(() -> MotionTemplate.read(file))
        .withMessageContaining("UTF-8");
    assertThat(MotionTemplate.isTemplate(file)).isFalse();
  }

  @Test
  void landmarks_malformed_namesTheLine() throws IOException {
    Path file = dir.resolve("l.csv");
    LandmarksCsv.write(file, List.of(new LandmarksCsv.Row(3, 0, random(1))), false);
    String text = Files.readString(file);
    Files.writeString(file, text + text.lines().skip(1).findFirst().orElseThrow() + "\n");
    assertThatIOException()
        .isThrownBy(() -> LandmarksCsv.read(file))
        .withMessageContaining("line 3")
        .withMessageContaining("after frame 3");
    Files.writeString(file, "a,b\n");
    assertThatIOException()
        .isThrownBy(() -> LandmarksCsv.read(file))
        .withMessageContaining("line 1");
  }

  @ParameterizedTest
  @CsvSource({
    "25,25,1",
    "29.97,30000,1001",
    "23.976,24000,1001",
    "30000/1001,30000,1001",
    "12.5,12500,1000",
    "0.5,500,1000"
  })
  void frameRate_text_isRead(String text, int numerator, int denominator) {
    assertThat(FrameRate.parse(text)).isEqualTo(new FrameRate(numerator, denominator));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "x", "1/0", "1/", "5000", "NaN"})
  void frameRate_wrongText_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> FrameRate.parse(text));
  }
}
