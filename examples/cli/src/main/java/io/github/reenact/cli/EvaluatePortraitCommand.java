package io.github.reenact.cli;

import com.google.common.io.Closer;
import io.github.reenact.BackendMissingException;
import io.github.reenact.GazeEstimator;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.PortraitTranslator;
import io.github.reenact.Reenactor;
import io.github.reenact.evaluate.EvaluationReport;
import io.github.reenact.evaluate.FootageEvaluation;
import io.github.reenact.evaluate.PortraitClips;
import io.github.reenact.evaluate.PortraitEvaluation;
import io.github.reenact.evaluate.PortraitMethod;
import io.github.reenact.media.DigitalSource;
import io.github.reenact.media.OutputFile;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDisentanglerProvider;
import io.github.reenact.spi.PortraitTranslatorProvider;
import io.github.reenact.spi.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact evaluate portrait}. */
@Command(
    name = "portrait",
    description = {
      "Measure self-reenactment, where every frame has a ground truth, and"
          + " cross-reenactment, with every translator and disentangler. With --revise: changed"
          + " footage, mouth and gaze, as reenact revise makes it.",
      "",
      "Prints the tables, or writes report.md (tables), report.json (all numbers) and sheet.png"
          + " (the frames whose mouth or eyes differ most from the photo's) into --output.",
      "",
      "Whether a result looks like the person of the photo is measured by face embeddings, which"
          + " are not part of reenact: use an external tool for it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluatePortraitCommand implements Callable<Integer> {
  private static final int MAX = 100_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A folder made by reenact prepare.")
  private Path data;

  @Option(
      names = "--revise",
      description =
          "Measure changed footage instead of photos: each clip with the mouth of another clip of"
              + " the same person, or of another person where there is none; and with eyes that look"
              + " at the camera.")
  private boolean revise;

  @Option(
      names = "--split",
      defaultValue = "dev",
      paramLabel = "NAME",
      description = "The split whose clips are used. Default: ${DEFAULT-VALUE}.")
  private String split;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the results go; made if need be. Default: tables to standard output.")
  private @Nullable Path output;

  @Option(
      names = "--frames",
      defaultValue = "50",
      paramLabel = "N",
      description =
          "Frames of each clip, from its second one on, one after the other. Default:"
              + " ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description =
          "Photos that are driven by another person's clip, at most; with --revise clips that are"
              + " changed. Default: one for each clip.")
  private @Nullable Integer pairs;

  @Option(
      names = "--translator",
      paramLabel = "NAME",
      description = "fdgan or warp. May be repeated. Default: all available ones.")
  private List<String> translators = new ArrayList<>();

  @Option(
      names = "--disentangler",
      paramLabel = "NAME",
      description = "ldnet or none. May be repeated. Default: all available ones.")
  private List<String> disentanglers = new ArrayList<>();

  @Option(
      names = "--smoothing",
      paramLabel = "X",
      defaultValue = "" + Reenactor.Builder.DEFAULT_SMOOTHING,
      description =
          "How much the driver's landmarks are smoothed, 0 to 1; adds delay in clips of few frames a"
              + " second. Default: ${DEFAULT-VALUE}, as of animate.")
  private double smoothing;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A model file for fdgan. Default: the built-in one.")
  private @Nullable Path model;

  @Option(
      names = "--ldnet-model",
      paramLabel = "FILE",
      description = "A model file for ldnet. Default: the built-in one.")
  private @Nullable Path ldnetModel;

  @Mixin private DetectorOptions detection;

  @Mixin private OverwriteOption overwrite;

  @Mixin private Feedback feedback;

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUsage();
    Inputs.requireFolder("--data", data);
    Path folder = output;
    if (folder != null) {
      Inputs.requireFolderOrNothing("--output", folder);
    }
    PortraitClips clips = PortraitClips.open(data, split);
    if (folder != null) {
      Files.createDirectories(folder);
      OutputFile.checkWritable(folder.resolve("report.md"), overwrite.allowed());
      OutputFile.checkWritable(folder.resolve("report.json"), overwrite.allowed());
      PhotoWriter.checkWritable(folder.resolve("sheet.png"), overwrite.allowed());
    }
    EvaluationReport report = measure(clips);
    if (!report.leftOut().isEmpty()) {
      feedback.say(
          "%d clips were left out, for no face was found in %s",
          report.leftOut().size(), revise ? "them" : "their first frame");
    }
    if (folder == null) {
      spec.commandLine().getOut().print(report.markdown());
      return ExitCodes.OK;
    }
    OutputFile.write(folder.resolve("report.md"), report.markdown(), overwrite.allowed());
    OutputFile.write(folder.resolve("report.json"), report.json(), overwrite.allowed());
    PhotoWriter.write(
        report.sheet(),
        folder.resolve("sheet.png"),
        Optional.of(DigitalSource.COMPOSITE),
        overwrite.allowed());
    feedback.say("measured; the tables are in %s", folder.resolve("report.md"));
    return ExitCodes.OK;
  }

  private void checkUsage() {
    checkRange("--frames", frames, 3);
    if (pairs != null) {
      checkRange("--pairs", pairs, 1);
    }
    Usage.checkRange(spec, "--smoothing", smoothing, 1);
    for (String name : translators) {
      BackendNames.check(
          spec, "--translator", name, BackendNames.TRANSLATORS, Backends.translators().all());
    }
    for (String name : disentanglers) {
      BackendNames.check(
          spec, "--disentangler", name, BackendNames.DISENTANGLERS, Backends.disentanglers().all());
    }
    if (model != null && !translators.isEmpty() && !translators.contains("fdgan")) {
      throw Usage.error(spec, "--model " + model + " is for fdgan, which --translator leaves out");
    }
    if (ldnetModel != null && !disentanglers.isEmpty() && !disentanglers.contains("ldnet")) {
      throw Usage.error(
          spec, "--ldnet-model " + ldnetModel + " is for ldnet, which --disentangler leaves out");
    }
  }

  private void checkRange(String option, int value, int least) {
    if (value < least || value > MAX) {
      throw Usage.outOfRange(spec, option, value, least + " to " + MAX);
    }
  }

  private EvaluationReport measure(PortraitClips clips) throws IOException, InterruptedException {
    try (Closer opened = Closer.create()) {
      LandmarkDetector detector = detection.open();
      opened.register(detector::close);
      Map<String, LandmarkDisentangler> byDisentangler =
          open(
              disentanglers,
              Backends.disentanglers().all().stream().map(Provider::name).toList(),
              name -> {
                LandmarkDisentanglerProvider provider = Backends.disentanglers().named(name);
                return provider.create(modelOf(name, "ldnet", ldnetModel), Device.CPU);
              },
              backend -> opened.register(backend::close));
      Map<String, PortraitTranslator> byTranslator =
          open(
              translators,
              // The simplest comes first: it is what the others are compared with.
              Backends.translators().all().stream()
                  .sorted(Comparator.comparingInt(Provider::priority))
                  .map(Provider::name)
                  .toList(),
              name -> {
                PortraitTranslatorProvider provider = Backends.translators().named(name);
                return provider.create(modelOf(name, "fdgan", model), Device.CPU);
              },
              backend -> opened.register(backend::close));
      List<PortraitMethod> methods = new ArrayList<>();
      byDisentangler.forEach(
          (d, disentangler) ->
              byTranslator.forEach(
                  (t, translator) ->
                      methods.add(new PortraitMethod(t, translator, d, disentangler))));
      Optional<GazeEstimator> gaze =
          Backends.gazeEstimators().optional().map(p -> p.create(Optional.empty(), Device.CPU));
      gaze.ifPresent(g -> opened.register(g::close));
      int most = pairs == null ? MAX : pairs;
      if (revise) {
        FootageEvaluation evaluation =
            new FootageEvaluation(clips, detector, gaze, methods, smoothing, frames, most);
        try (Progress progress = feedback.progress("evaluating", "frames", evaluation.steps())) {
          return evaluation.measure(progress::stepOrStop);
        }
      }
      PortraitEvaluation evaluation =
          new PortraitEvaluation(clips, detector, gaze, methods, smoothing, frames, most);
      try (Progress progress = feedback.progress("evaluating", "frames", evaluation.steps())) {
        return evaluation.measure(progress::stepOrStop);
      }
    }
  }

  private static Optional<Path> modelOf(String name, String owner, @Nullable Path file) {
    return name.equals(owner) ? Optional.ofNullable(file) : Optional.empty();
  }

  /**
   * Opens the backends that were asked for; or all that can be, with a note on each that cannot.
   *
   * @param keeper told of each that is open, to close it
   * @throws BackendMissingException if one that was asked for cannot be opened, or none can
   */
  private <B> Map<String, B> open(
      List<String> asked, List<String> there, Function<String, B> opener, Consumer<B> keeper) {
    Map<String, B> out = new LinkedHashMap<>();
    BackendMissingException failure = null;
    for (String name : asked.isEmpty() ? there : asked) {
      if (!out.containsKey(name)) {
        try {
          B backend = opener.apply(name);
          keeper.accept(backend);
          out.put(name, backend);
        } catch (BackendMissingException e) {
          if (!asked.isEmpty()) {
            throw e;
          }
          failure = e;
          feedback.say("%s is not measured: %s", name, e.getMessage());
        }
      }
    }
    if (out.isEmpty()) {
      throw failure != null
          ? failure
          : new BackendMissingException("there is nothing to measure on the class path");
    }
    return out;
  }
}
