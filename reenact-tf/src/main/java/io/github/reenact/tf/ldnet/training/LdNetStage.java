package io.github.reenact.tf.ldnet.training;

import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.ldnet.network.LdNetModelFile;
import io.github.reenact.tf.training.Checkpoint;
import io.github.reenact.tf.training.DivergenceGuard;
import io.github.reenact.tf.training.Trainable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * LD-Net in one of the stages of its training.
 *
 * <p>Not thread-safe, but for {@link #batch}.
 */
final class LdNetStage implements Trainable<LdNetTrainingGraph.Batch> {
  private static final int WARM_UP = 300;
  private static final int RECORD_EVERY = 100;

  /** In radii of the face; points that are all in its middle are some 0.3 from their places. */
  private static final double SANE_DISTANCE = 100;

  private final Parts parts;
  private final LdNetTrainingGraph.Stage kind;
  private final long first;
  private final long steps;
  private final Path model;
  private final Checkpoint checkpoint;

  /**
   * What all stages work with.
   *
   * @param config settings
   * @param graph that has all stages
   * @param evaluation to choose the best model by
   */
  record Parts(LdNetConfig config, LdNetTrainingGraph graph, Evaluation evaluation) {}

  private LdNetStage(
      Parts parts,
      LdNetTrainingGraph.Stage kind,
      long first,
      long steps,
      Path model,
      Checkpoint checkpoint) {
    this.parts = parts;
    this.kind = kind;
    this.first = first;
    this.steps = steps;
    this.model = model;
    this.checkpoint = checkpoint;
  }

  /**
   * The stage that a step is in; the last one if it is beyond all.
   *
   * @param model where the best model is written
   * @param checkpoint says what the model was trained with
   */
  static LdNetStage at(long step, Parts parts, Path model, Checkpoint checkpoint) {
    LdNetConfig config = parts.config;
    LdNetConfig.Schedule schedule = config.schedule();
    long at = Math.min(step, config.totalSteps() - 1L);
    long first = 0;
    LdNetTrainingGraph.Stage kind = LdNetTrainingGraph.Stage.TABLE;
    long steps = schedule.stage1Steps();
    if (at >= steps) {
      first = steps;
      kind = LdNetTrainingGraph.Stage.IDENTITY;
      steps = schedule.stage2Steps();
    }
    if (at >= first + steps) {
      first += steps;
      kind = LdNetTrainingGraph.Stage.PAIRS;
      steps = schedule.pairSteps();
    }
    return new LdNetStage(parts, kind, first, steps, model, checkpoint);
  }

  @Override
  public Stage stage() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    // The first metric of every stage is how far the points are from where they should be.
    String loss = parts.graph.metricNames(kind).get(0);
    return new Stage(name, first, first + steps, loss, loss + " of stage " + name, SANE_DISTANCE);
  }

  /** Each stage has another loss, whose moments the optimiser has not seen yet. */
  @Override
  public void begin() {
    parts.graph.forgetMoments();
  }

  @Override
  public LdNetTrainingGraph.Batch batch(long step) {
    return parts.graph.batch(kind, step + 1);
  }

  @Override
  public Map<String, Double> step(LdNetTrainingGraph.Batch batch, long step) {
    float[] values = parts.graph.step(kind, batch, rate(step - first), step - first + 1);
    List<String> names = parts.graph.metricNames(kind);
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      DivergenceGuard.requireFinite(names.get(i), values[i], step + 1);
      metrics.put(names.get(i), (double) values[i]);
    }
    return metrics;
  }

  /** A cosine, after some steps in which the rate grows. */
  private double rate(long step) {
    double cosine = 0.5 * (1 + Math.cos(Math.PI * step / steps));
    double warmUp = Math.max(1, Math.min(WARM_UP, steps / 20));
    return parts.config.schedule().rate() * cosine * Math.min(1, (step + 1) / warmUp);
  }

  @Override
  public boolean isRecorded(long done) {
    return done % RECORD_EVERY == 0 || done == first + 1 || done == parts.config.totalSteps();
  }

  @Override
  public EvaluationResult evaluate(long done) {
    // The identity encoder is not there yet in stage 1: there is nothing to choose by.
    if (kind == LdNetTrainingGraph.Stage.TABLE || parts.evaluation.isEmpty()) {
      return EvaluationResult.NONE;
    }
    Map<String, Double> errors = parts.evaluation.measure(parts.graph::transfer);
    double score = errors.getOrDefault("facekit", 0.0) + errors.getOrDefault("real", 0.0);
    return new EvaluationResult(errors, OptionalDouble.of(score), Optional.empty());
  }

  @Override
  public void evaluated(long done, EvaluationResult evaluation, boolean best) throws IOException {
    if (!best) {
      return;
    }
    Map<String, String> metadata =
        new LinkedHashMap<>(LdNetModelFile.metadata(parts.config.architecture()));
    metadata.put("training", checkpoint.settings());
    metadata.put("step", Long.toString(done));
    evaluation
        .metrics()
        .forEach((name, e) -> metadata.put(name, String.format(Locale.ROOT, "%.4f", e)));
    new Safetensors(parts.graph.model(), metadata).write(model, true);
  }

  @Override
  public Map<String, NamedArray> variables() {
    return parts.graph.variables();
  }
}
