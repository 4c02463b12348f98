package io.github.reenact.cli;

import io.github.reenact.evaluate.DisentanglerEvaluation;
import io.github.reenact.evaluate.DisentanglerMetrics;
import io.github.reenact.evaluate.DisentanglerReport;
import io.github.reenact.evaluate.RealSamples;
import io.github.reenact.evaluate.Step;
import io.github.reenact.evaluate.TransferPicture;
import io.github.reenact.media.OutputFile;
import io.github.reenact.media.PhotoWriter;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.ldnet.LdNet;
import io.github.reenact.tf.ldnet.training.FaceKit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact evaluate ldnet}. */
@Command(
    name = "ldnet",
    description = {
      "Measure how well LD-Net disentangles identity from motion.",
      "",
      "Writes ldnet.md (tables), ldnet.json (all numbers) and, with --facekit,"
          + " ldnet.png (drawn results of the first model) into --output."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateLdNetCommand implements Callable<Integer> {
  private static final String BUILT_IN = "built-in";

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where the results go; made if need be.")
  private Path output;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Real faces: a folder made by reenact prepare, of which the split 'dev' is used.")
  private @Nullable Path data;

  @Option(
      names = "--facekit",
      paramLabel = "DIR",
      description = "The ICT-FaceKit morphable face, packed as .npy files.")
  private @Nullable Path faceKit;

  @Option(
      names = "--model",
      paramLabel = "[NAME=]FILE",
      description =
          "A model file to measure, or built-in. May be repeated: the tables have a"
              + " column for each. Default: built-in.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Pairs of faces for each kind of transfer. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Mixin private OverwriteOption overwrite;

  @Mixin private Feedback feedback;

  /** A model to measure; no file: the built-in one. */
  private record Candidate(String name, Optional<Path> file) {
    LdNet open() {
      return file.isPresent() ? LdNet.load(file.get()) : LdNet.load();
    }

    long bytes() throws IOException {
      if (file.isPresent()) {
        return Files.size(file.get());
      }
      try (var in = LdNet.class.getResourceAsStream("ldnet.safetensors")) {
        return in == null ? 0 : in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (data == null && faceKit == null) {
      throw Usage.error(spec, "nothing to measure on: --data, --facekit, or both are needed");
    }
    if (pairs < 1 || pairs > 100_000) {
      throw Usage.outOfRange(spec, "--pairs", pairs, "1 to 100000");
    }
    List<Candidate> candidates = candidates();
    if (data != null) {
      Inputs.requireFolder("--data", data);
    }
    if (faceKit != null) {
      Inputs.requireFolder("--facekit", faceKit);
    }
    Inputs.requireFolderOrNothing("--output", output);
    Optional<RealSamples> real =
        data == null ? Optional.empty() : Optional.of(new RealSamples(Dataset.open(data)));
    Optional<FaceKit> kit = faceKit == null ? Optional.empty() : Optional.of(FaceKit.open(faceKit));
    Files.createDirectories(output);
    Path markdown = output.resolve("ldnet.md");
    Path json = output.resolve("ldnet.json");
    Path picture = output.resolve("ldnet.png");
    OutputFile.checkWritable(markdown, overwrite.allowed());
    OutputFile.checkWritable(json, overwrite.allowed());
    if (kit.isPresent()) {
      PhotoWriter.checkWritable(picture, overwrite.allowed());
    }
    // What cannot be opened is found now, not after minutes.
    for (Candidate candidate : candidates) {
      candidate.open().close();
    }
    DisentanglerEvaluation evaluation = new DisentanglerEvaluation(kit, real, pairs);
    DisentanglerMetrics metrics = measure(evaluation, candidates);
    OutputFile.write(markdown, DisentanglerReport.markdown(metrics), overwrite.allowed());
    OutputFile.write(json, DisentanglerReport.json(metrics), overwrite.allowed());
    if (kit.isPresent()) {
      try (LdNet net = candidates.get(0).open()) {
        PhotoWriter.write(
            TransferPicture.draw(kit.get(), net), picture, Optional.empty(), overwrite.allowed());
      }
    }
    feedback.say("measured; the tables are in %s", markdown);
    return ExitCodes.OK;
  }

  private DisentanglerMetrics measure(DisentanglerEvaluation evaluation, List<Candidate> candidates)
      throws IOException, InterruptedException {
    long steps =
        evaluation.stepsOfReferences() + (long) candidates.size() * evaluation.stepsOfModel();
    try (Progress progress = feedback.progress("evaluating", "parts", steps)) {
      Step step = progress::stepOrStop;
      DisentanglerMetrics.FaceKitReferences facekitReferences = evaluation.facekitReferences(step);
      DisentanglerMetrics.RealReferences realReferences = evaluation.realReferences(step);
      List<DisentanglerMetrics.Model> measured = new ArrayList<>();
      for (Candidate candidate : candidates) {
        try (LdNet net = candidate.open()) {
          measured.add(evaluation.measure(candidate.name(), candidate.bytes(), net, step));
        }
      }
      return new DisentanglerMetrics(facekitReferences, realReferences, measured);
    }
  }

  private List<Candidate> candidates() {
    List<Candidate> out = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String model : models.isEmpty() ? List.of(BUILT_IN) : models) {
      int equals = model.indexOf('=');
      // A path may hold an equals sign itself.
      boolean named = equals > 0 && !Files.exists(Path.of(model));
      String file = named ? model.substring(equals + 1) : model;
      String name = named ? model.substring(0, equals) : model;
      if (file.isEmpty()) {
        throw Usage.error(spec, "--model " + model + ": no file is named");
      }
      if (!names.add(name)) {
        throw Usage.error(spec, "--model " + model + ": there are two of the name '" + name + "'");
      }
      if (file.equals(BUILT_IN)) {
        out.add(new Candidate(name, Optional.empty()));
      } else {
        out.add(new Candidate(name, Optional.of(Path.of(file))));
      }
    }
    return out;
  }
}
