package io.github.reenact.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeThreadsTest {
  /** What is asked for by a process of its own. */
  static final class Shares {
    private Shares() {}

    public static void main(String[] args) {
      System.out.printf(
          "%s %d %d",
          NativeThreads.translatorChoices().toString().replace(" ", ""),
          NativeThreads.decoder(),
          NativeThreads.encoder());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1|[1] 1 1", "3|[3,1] 3 1", "16|[16,1] 4 1"})
  void shares_processorsOfTheRuntime_followTheRule(int processors, String shares)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=" + processors,
                "-cp",
                System.getProperty("java.class.path"),
                Shares.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).isEqualTo(shares);
  }

  @Test
  void translator_property_isHeeded() {
    try {
      System.setProperty(NativeThreads.TRANSLATOR_PROPERTY, "7");
      assertThat(NativeThreads.translator()).isEqualTo(7);
      assertThat(NativeThreads.translatorChoices()).containsExactly(7);
      for (String bad : new String[] {"0", "-1", "many", ""}) {
        System.setProperty(NativeThreads.TRANSLATOR_PROPERTY, bad);
        assertThatIllegalArgumentException()
            .isThrownBy(NativeThreads::translator)
            .withMessageContaining("-Dreenact.translator.threads=" + bad + " is not a number");
      }
    } finally {
      System.clearProperty(NativeThreads.TRANSLATOR_PROPERTY);
    }
  }
}
