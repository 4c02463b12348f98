package io.github.reenact.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Landmarks;
import io.github.reenact.Portrait;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.JavaProcess;
import io.github.reenact.tf.fdgan.FdGan;
import io.github.reenact.tf.ldnet.LdNet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own: the library is loaded once a process. */
class NativeLogTest {
  @TempDir Path folder;

  /** What an application does; its standard error is looked at. */
  static final class Application {
    private Application() {}

    /** Loads both networks and uses them. */
    public static void main(String[] args) {
      try (LdNet net = LdNet.load();
          FdGan translator = FdGan.load(Device.CPU)) {
        Landmarks face = TestFaces.face().at(64, 60, 25);
        net.motion(face);
        try (Portrait portrait = translator.open(TestFaces.portrait(face, 128, 120), face)) {
          portrait.render(face);
        }
      }
    }
  }

  /** Writes to standard error while it is redirected. */
  static final class Writer {
    private Writer() {}

    /** Writes chatter and an error. */
    @SuppressWarnings("SystemOut") // it is what is tested
    public static void main(String[] args) {
      TensorFlowRuntime.load();
      NativeLog.errorsOnly(
          () -> {
            System.err.println("I0000 00:00:1795758313.628862    9600 file.cc:1] chatter");
            System.err.println("E0000 00:00:1795758313.628862    9600 file.cc:1] an error");
            System.err.println("somebody else's line");
            return true;
          });
      System.err.println("afterwards");
    }
  }

  @Test
  void load_byDefault_leavesStandardErrorEmpty() throws Exception {
    assertThat(JavaProcess.standardError(folder, Application.class)).isEmpty();
  }

  @Test
  void load_withTheProperty_showsAll() throws Exception {
    assertThat(
            JavaProcess.standardError(
                folder, Application.class, "-D" + NativeLog.PROPERTY + "=all"))
        .anyMatch(line -> line.contains("cpu_feature_guard"))
        .anyMatch(line -> line.contains("mlir_graph_optimization_pass"));
  }

  @Test
  void errorsOnly_linesOfAllKinds_keepsAllButChatter() throws Exception {
    assertThat(JavaProcess.standardError(folder, Writer.class))
        .containsExactly(
            "E0000 00:00:1795758313.628862    9600 file.cc:1] an error",
            "somebody else's line",
            "afterwards");
  }

  @Test
  void kept_linesOfTensorFlow_dropsInformationAndWarnings() {
    assertThat(
            NativeLog.kept(
                List.of(
                    "2026-11-27 05:45:12.512935: I tensorflow/core/util/port.cc:153] oneDNN is on",
                    "2026-11-27 05:45:12.512935: W tensorflow/x.cc:1] a warning",
                    "2026-11-27 05:45:12.512935: E tensorflow/x.cc:1] an error",
                    "WARNING: All log messages before absl::InitializeLog() is called are written",
                    "W0000 00:00:1795758313.628862    9600 mlir_pass.cc:401] not enabled",
                    "F0000 00:00:1795758313.628862    9600 x.cc:1] fatal",
                    "")))
        .containsExactly(
            "2026-11-27 05:45:12.512935: E tensorflow/x.cc:1] an error",
            "F0000 00:00:1795758313.628862    9600 x.cc:1] fatal",
            "");
  }
}
