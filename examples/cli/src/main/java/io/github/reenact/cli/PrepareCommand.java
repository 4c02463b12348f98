package io.github.reenact.cli;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.dataset.DatasetBuilder;
import io.github.reenact.dataset.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact prepare}: videos and photos to training data. */
@Command(
    name = "prepare",
    description = {
      "Make training data from a folder of videos and photos: square face crops at a constant frame"
          + " rate, and their landmarks.",
      "Can be interrupted at any time; the same command goes on where it ended. Files that cannot"
          + " be used are listed in skipped.csv."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the dataset holds at least one of the files; others may have been skipped",
      "3:none of the files can be used, or the dataset cannot be written",
      "others:as of reenact"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PrepareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "DIR",
      description = {
        "Folder with videos and photos, searched with its sub-folders. Identities:"
            + " manifest.csv in it (columns path, identity, split), else the sub-folder's"
            + " name, else the file's name up to its last underscore."
      })
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the dataset; made if missing, completed if it is one.")
  private Path output;

  @Mixin private DatasetOptions dataset;

  @Mixin private ThreadsOption threads;

  @Mixin private DetectorOptions detection;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    dataset.check();
    Optional<String> split = dataset.split();
    int workers = threads.checked();
    List<Source> sources =
        Source.find(input, output).stream()
            .filter(s -> split.isEmpty() || s.split().equals(split.get()))
            .toList();
    if (sources.isEmpty()) {
      throw new IOException(
          split.isEmpty()
              ? "there is no video or photo in " + input + "; give another folder"
              : "no video or photo in "
                  + input
                  + " belongs to the split '"
                  + split.get()
                  + "'; see the column split of its manifest.csv");
    }
    DatasetBuilder.Summary summary;
    try (LandmarkDetector detector = detection.open();
        Telling telling = new Telling(err)) {
      summary =
          new DatasetBuilder(detector, dataset.size(), dataset.rate(), workers)
              .build(sources, output, telling);
    }
    err.printf(
        "%s: %d items added (%d pictures), %d there already, %d files skipped%s%n",
        output,
        summary.added(),
        summary.frames(),
        summary.kept(),
        summary.skipped(),
        summary.skipped() > 0 ? " (see " + output.resolve("skipped.csv") + ")" : "");
    return summary.added() + summary.kept() > 0 ? ExitCodes.OK : ExitCodes.BAD_FILE;
  }

  private static final class Telling implements DatasetBuilder.Listener, AutoCloseable {
    private final PrintWriter err;
    private @Nullable Progress progress;

    Telling(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void started(int toDo, int complete) {
      Progress p = Progress.start("prepare", "files", toDo, err);
      if (complete > 0) {
        p.note(complete + " files are complete from an earlier run");
      }
      progress = p;
    }

    @Override
    public void added(Source source, int frames, Optional<String> warning) {
      warning.ifPresent(w -> note("warning: " + w));
    }

    @Override
    public void skipped(Source source, String reason) {
      note("skipped " + source.path() + ": " + reason);
    }

    @Override
    public void finished(Source file) {
      if (progress != null) {
        progress.step();
      }
    }

    private void note(String text) {
      if (progress != null) {
        progress.note(text);
      }
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}
