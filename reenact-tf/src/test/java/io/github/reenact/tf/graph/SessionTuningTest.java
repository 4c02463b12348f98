package io.github.reenact.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.io.MoreFiles;
import io.github.reenact.spi.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

class SessionTuningTest {
  private final Graph graph = new Graph();
  private final List<Session> seen = new ArrayList<>();

  @BeforeEach
  void addAnOperation() {
    Ops.create(graph).constant(1f);
    SessionTuning.forget();
  }

  @AfterEach
  void close() {
    graph.close();
    System.clearProperty(SessionTuning.PRECISION_PROPERTY);
    SessionTuning.forget();
  }

  /** A network of which the first session (float32) takes and gives something else. */
  private Function<Session, float[]> network(int exactMillis, int quickMillis, float quickGives) {
    return session -> {
      if (!seen.contains(session)) {
        seen.add(session);
      }
      boolean exact = seen.indexOf(session) == 0;
      sleep(exact ? exactMillis : quickMillis);
      return new float[] {exact ? 1 : quickGives, 0};
    };
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void open(Function<Session, float[]> network) {
    open(List.of(1), network);
  }

  private void open(List<Integer> threads, Function<Session, float[]> network) {
    SessionTuning.open(
            graph, Device.CPU, threads, new SessionTuning.Probe("test", network, 1, 0.01))
        .close();
  }

  private static void assertChosen(boolean bfloat16, int threads) {
    assertThat(SessionTuning.choices())
        .containsExactly(new SessionTuning.Choice(bfloat16, threads));
  }

  @Test
  void open_bfloat16IsFaster_takesIt() {
    open(network(40, 1, 1.001f));
    assertChosen(true, 1);
  }

  @Test
  void open_bfloat16IsSlower_takesFloat32() {
    open(network(1, 40, 1));
    assertChosen(false, 1);
  }

  @Test
  void open_bfloat16IsFasterButTooFarOff_takesFloat32() {
    open(network(40, 1, 1.05f));
    assertChosen(false, 1);
  }

  @Test
  void open_bfloat16IsHardlyFaster_takesFloat32() {
    open(network(42, 40, 1));
    assertChosen(false, 1);
  }

  @Test
  void difference_oneOfManyPlanes_counts() {
    float[] a = {0, 0, 0, 0, 0, 0};
    assertThat(SessionTuning.difference(a, new float[] {0, 0.5f, 0, 0, 1, 0}, 3)).isEqualTo(0.75);
    assertThat(SessionTuning.difference(a, new float[] {0, 0, Float.NaN, 0, 0, 0}, 3)).isInfinite();
  }

  @Test
  void open_bfloat16GivesNoNumber_takesFloat32() {
    open(network(40, 1, Float.NaN));
    assertChosen(false, 1);
  }

  @Test
  void open_again_doesNotMeasureAgain() {
    open(network(1, 2, 1));
    int before = seen.size();
    open(network(1, 2, 1));
    assertThat(seen).hasSize(before);
  }

  @Test
  void open_propertyIsSet_doesNotMeasure() {
    for (String precision : List.of("float32", "bfloat16")) {
      System.setProperty(SessionTuning.PRECISION_PROPERTY, precision);
      open(network(1, 1, 1));
    }
    assertThat(seen).isEmpty();
    assertThat(SessionTuning.choices()).isEmpty();
  }

  /** A network whose sessions take so long, in the order in which they are first seen. */
  private Function<Session, float[]> taking(int... millis) {
    return session -> {
      if (!seen.contains(session)) {
        seen.add(session);
      }
      sleep(millis[seen.indexOf(session)]);
      return new float[] {1, 0};
    };
  }

  @Test
  void open_oneThreadIsAsFast_takesOne() {
    // float32 and bfloat16 with two threads, then what is faster with one.
    open(List.of(2, 1), taking(60, 30, 30));
    assertChosen(true, 1);
  }

  @Test
  void open_oneThreadIsMuchSlower_takesAll() {
    open(List.of(2, 1), taking(60, 20, 60));
    assertChosen(true, 2);
  }

  @Test
  void open_precisionIsSet_choosesThreadsAlone() {
    System.setProperty(SessionTuning.PRECISION_PROPERTY, "float32");
    open(List.of(2, 1), taking(30, 30));
    assertChosen(false, 1);
    assertThat(seen).hasSize(2);
  }

  @Test
  void open_inTheNextProcess_takesWhatTheFileSays(@TempDir Path folder) throws IOException {
    withCache(
        folder,
        () -> {
          open(List.of(2, 1), taking(60, 30, 30));
          int before = seen.size();
          SessionTuning.forget();
          open(List.of(2, 1), taking(60, 30, 30));
          assertThat(seen).hasSize(before);
          assertChosen(true, 1);
        });
    assertThat(folder).isDirectoryContaining(file -> file.endsWith("tuning.properties"));
    assertThat(MoreFiles.listFiles(folder)).hasSize(1);
  }

  @Test
  void open_fileIsNoSuchFile_measuresAndMendsIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tuning.properties");
    Files.writeString(file, "\\u00zz");
    withCache(
        folder,
        () -> {
          open(List.of(2, 1), taking(60, 30, 30));
          assertThat(seen).hasSize(3);
          SessionTuning.forget();
          open(List.of(2, 1), taking(60, 30, 30));
          assertThat(seen).hasSize(3);
        });
  }

  @Test
  void open_folderCannotBeMade_measures(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    withCache(
        file,
        () -> {
          open(List.of(2, 1), taking(60, 30, 30));
          assertChosen(true, 1);
        });
    assertThat(file).hasContent("in the way");
  }

  private static void withCache(Path folder, Runnable test) {
    String before = System.getProperty(TuningCache.PROPERTY);
    System.setProperty(TuningCache.PROPERTY, folder.toString());
    try {
      test.run();
    } finally {
      if (before == null) {
        System.clearProperty(TuningCache.PROPERTY);
      } else {
        System.setProperty(TuningCache.PROPERTY, before);
      }
    }
  }

  @Test
  void open_unknownProperty_isRefused() {
    System.setProperty(SessionTuning.PRECISION_PROPERTY, "int8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(network(1, 1, 1)))
        .withMessageContaining("int8")
        .withMessageContaining("bfloat16");
  }
}
