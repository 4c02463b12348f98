package io.github.reenact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.BackendMissingException;
import io.github.reenact.FaceNotFoundException;
import io.github.reenact.ModelFileException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @Test
  void version_always_comesFromTheBuild() {
    Cli run = Cli.run("--version");

    assertThat(run.status()).isZero();
    assertThat(run.out()).containsPattern("reenact [0-9]+\\.[0-9]+\\.[0-9]+");
  }

  @Test
  void help_ofTheProgram_listsCommandsAndExitStatus() {
    Cli run = Cli.run("--help");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "demo", "animate", "revise", "landmarks", "transfer", "prepare", "train", "evaluate")
        .contains("Exit status", "130");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "animate",
        "revise",
        "landmarks",
        "transfer",
        "prepare",
        "train",
        "train ldnet",
        "train fdgan",
        "evaluate",
        "evaluate ldnet"
      })
  void help_ofACommand_saysWhatItDoes(String command) {
    Cli run = Cli.run((Object[]) (command + " --help").split(" "));

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: reenact " + command);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void noCommand_isWrongUsage() {
    Cli run = Cli.run();

    assertThat(run.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("a command is needed");
  }

  @Test
  void misspeltCommand_isWrongUsageWithASuggestion() {
    Cli run = Cli.run("animat");

    assertThat(run.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("animat").contains("Did you mean");
  }

  @Test
  void missingOption_isNamed() {
    Cli run = Cli.run("animate", "--source", "a.png", "--output", "b.mp4");

    assertThat(run.status()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).contains("--driving").contains("reenact animate --help");
  }

  @Test
  void error_isOneLineAndWithDebugAStackTrace() {
    String[] wrong = {"transfer", "--pairs", "/nowhere/pairs.csv", "--output", "out.csv"};

    Cli plain = Cli.run((Object[]) wrong);
    Cli debug = Cli.run("--debug", wrong[0], wrong[1], wrong[2], wrong[3], wrong[4]);

    assertThat(plain.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(plain.err().strip().lines()).hasSize(1);
    assertThat(plain.err()).contains("--pairs /nowhere/pairs.csv: there is no such file");
    assertThat(debug.status()).isEqualTo(ExitCodes.BAD_FILE);
    assertThat(debug.err()).contains("NoSuchFileException").contains("at io.github.reenact");
  }

  @Test
  void status_ofEachKindOfError_isAsDocumented() {
    assertThat(Main.status(new IllegalStateException())).isEqualTo(1);
    assertThat(Main.status(new NoSuchFileException("f"))).isEqualTo(3);
    assertThat(Main.status(new IOException())).isEqualTo(3);
    assertThat(Main.status(new FaceNotFoundException("f"))).isEqualTo(3);
    assertThat(Main.status(new ModelFileException("f"))).isEqualTo(4);
    assertThat(Main.status(new BackendMissingException("f"))).isEqualTo(4);
    assertThat(Main.status(new UnsatisfiedLinkError())).isEqualTo(4);
    assertThat(Main.status(new OutOfMemoryError())).isEqualTo(4);
    assertThat(Main.status(new InterruptedException())).isEqualTo(130);
    assertThat(Main.status(new CancellationException())).isEqualTo(130);
    // What Java says to a library that wants a hook while a signal ends the program.
    IllegalStateException ending = new IllegalStateException("Shutdown in progress");
    assertThat(Main.status(ending)).isEqualTo(130);
    assertThat(Main.status(new IllegalStateException("cannot load", ending))).isEqualTo(130);
    assertThat(Main.status(new ExceptionInInitializerError(ending))).isEqualTo(130);
  }
}
