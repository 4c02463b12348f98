package io.github.reenact.cli;

import com.google.common.base.Throwables;
import io.github.reenact.BackendMissingException;
import io.github.reenact.FaceNotFoundException;
import io.github.reenact.ModelFileException;
import io.github.reenact.ReenactException;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line {@code reenact}: one subcommand per task. */
@Command(
    name = "reenact",
    description =
        "One photo of a person and the motion of a driving video become a video of that person in"
            + " that motion.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      AnimateCommand.class,
      ReviseCommand.class,
      LandmarksCommand.class,
      TransferCommand.class,
      PrepareCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "reenact serve starts a page for live use in the browser, and a service; reenact cluster"
          + " prepares large training data with Apache Spark. Both are built when first used.",
      "reenact COMMAND --help lists the options of a command."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli takes its annotation
  @Mixin
  private ExitStatusHelp exitStatus;

  private boolean debug;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error, and TensorFlow's whole log.")
  void debug(boolean value) {
    debug = value;
    if (value) {
      System.setProperty(TensorFlowRuntime.LOG_PROPERTY, "all");
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  Main() {}

  /** When {@link #main} began, in milliseconds since 1970; 0 if it did not. */
  private static volatile long begin;

  /** How long Java took to start this process, in seconds; empty if {@link #main} did not run. */
  static OptionalDouble javaStart() {
    return begin == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((begin - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1000.0);
  }

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    begin = System.currentTimeMillis();
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    Interruption interruption = Interruption.ofThisThread();
    int status;
    try {
      status = run(out, err, args);
    } finally {
      interruption.close();
    }
    System.exit(status);
  }

  /**
   * Runs the command line in this process.
   *
   * @param out takes what was asked for
   * @param err takes progress, notes and errors
   * @return the exit status, one of {@link ExitCodes}
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    for (CommandProvider added : ServiceLoader.load(CommandProvider.class)) {
      commandLine.addSubcommand(added.command());
    }
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler((e, a) -> wrongUsage(e));
    commandLine.setExecutionExceptionHandler((e, line, result) -> main.failed(e, err));
    try {
      return commandLine.execute(args);
    } catch (LinkageError | OutOfMemoryError e) {
      return main.failed(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Without a subcommand: the help, and the status of wrong usage. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }

  private static int wrongUsage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("reenact: " + oneLine(String.valueOf(e.getMessage())));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println(
          "'" + line.getCommandSpec().qualifiedName() + " --help' lists commands and options.");
    }
    return ExitCodes.USAGE;
  }

  private int failed(Throwable e, PrintWriter err) {
    int status = status(e);
    if (status == ExitCodes.INTERRUPTED) {
      // The interrupt is dealt with: it must not hit whatever this thread does next.
      Thread.interrupted();
      err.println("reenact: interrupted");
    } else {
      err.println("reenact: " + message(e, status));
    }
    if (debug) {
      e.printStackTrace(err);
    }
    return status;
  }

  /** The exit status for an error, from its class. */
  static int status(Throwable e) {
    if (e instanceof InterruptedException
        || e instanceof CancellationException
        || e instanceof InterruptedIOException
        || e instanceof ClosedByInterruptException
        || isShutdown(e)) {
      return ExitCodes.INTERRUPTED;
    }
    if (e instanceof ModelFileException
        || e instanceof BackendMissingException
        || e instanceof LinkageError
        || e instanceof OutOfMemoryError) {
      return ExitCodes.ENVIRONMENT;
    }
    if (e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof FaceNotFoundException) {
      return ExitCodes.BAD_FILE;
    }
    return ExitCodes.INTERNAL;
  }

  /**
   * Whether Java refused something because it is ending: a library that deletes a file at exit or
   * adds a hook of its own just when the signal comes gets this, and not an interrupt.
   */
  private static boolean isShutdown(Throwable e) {
    return Throwables.getCausalChain(e).stream()
        .anyMatch(
            c ->
                c instanceof IllegalStateException
                    && "Shutdown in progress".equals(c.getMessage()));
  }

  private static String message(Throwable e, int status) {
    Throwable shown = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    if (shown instanceof OutOfMemoryError) {
      return "not enough memory ("
          + oneLine(String.valueOf(shown.getMessage()))
          + "); use a smaller picture, or allow more with JAVA_TOOL_OPTIONS=-Xmx4g";
    }
    if (shown instanceof LinkageError) {
      // The outermost error often only says that a class could not be initialised.
      Throwable root = Throwables.getRootCause(shown);
      return "a native library or class cannot be loaded: "
          + oneLine(shown == root ? root.toString() : shown + ": " + root);
    }
    if (status == ExitCodes.INTERNAL && !(shown instanceof ReenactException)) {
      return "unexpected error, a bug: "
          + oneLine(shown.toString())
          + " (--debug shows where it came from)";
    }
    if (shown instanceof FileSystemException fs) {
      return fileMessage(fs);
    }
    String message = shown.getMessage();
    return oneLine(message == null ? shown.toString() : message);
  }

  /** The file system's exceptions say little more than the path: their class says what is wrong. */
  private static String fileMessage(FileSystemException e) {
    String what;
    if (e instanceof NoSuchFileException) {
      what = "no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      what = "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      what = "it exists already";
    } else if (e instanceof NotDirectoryException) {
      what = "not a folder";
    } else if (e instanceof DirectoryNotEmptyException) {
      what = "the folder is not empty";
    } else {
      return oneLine(String.valueOf(e.getMessage()));
    }
    String reason = e.getReason();
    return oneLine(e.getFile() + ": " + (reason == null ? what : reason));
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The version that the build wrote into the jar, and the Java that runs it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
        if (in != null) {
          properties.load(in);
        }
      }
      return new String[] {
        "reenact " + properties.getProperty("version", "unknown"),
        "Java " + System.getProperty("java.version")
      };
    }
  }
}
