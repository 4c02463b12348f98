package io.github.reenact.benchmarks;

import io.github.reenact.ReenactException;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** JMH's own command line, after a check that what is to be measured is there. */
public final class Main {
  private Main() {}

  /**
   * Runs the benchmarks. Where a GPU is asked for and none is there it says so and ends with status
   * 0: nothing was measured, nothing is wrong.
   *
   * @param args those of JMH; {@code -h} lists them
   * @throws IOException if JMH fails to write its results
   */
  public static void main(String[] args) throws IOException {
    List<String> list = List.of(args);
    if (list.stream().anyMatch(a -> a.contains("device=") && a.contains("gpu"))) {
      try {
        Backends.translators().named("fdgan").create(Optional.empty(), Device.GPU).close();
      } catch (ReenactException e) {
        System.out.println("No GPU to measure on: " + e.getMessage());
        return;
      }
    }
    org.openjdk.jmh.Main.main(args);
  }
}
