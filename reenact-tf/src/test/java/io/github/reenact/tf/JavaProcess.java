package io.github.reenact.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs in a Java of their own, with the class path of the tests. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * Runs a program to its end, which has to be a good one.
   *
   * @param folder for its output
   * @param main has {@code main}, without arguments
   * @param options of Java
   * @return what it wrote to standard error
   */
  public static List<String> standardError(Path folder, Class<?> main, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    Map<String, String> environment = builder.environment();
    List.of("TF_CPP_MIN_LOG_LEVEL", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
        .forEach(environment::remove);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(err.toPath(), StandardCharsets.ISO_8859_1);
    assertThat(process.exitValue()).as("%s", lines).isZero();
    return lines;
  }
}
