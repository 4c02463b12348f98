package io.github.reenact.tf.ldnet.training;

import io.github.reenact.tf.training.RecordSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a training of LD-Net; starts from the defaults. Each method sets what
 * its name says. Not thread-safe.
 */
public final class LdNetConfigBuilder {
  /** By name, in the order that checkpoints have them in. */
  private static final Map<String, Object> DEFAULTS = defaults();

  private final Map<String, Object> values = new LinkedHashMap<>(DEFAULTS);

  LdNetConfigBuilder() {}

  LdNetConfigBuilder(LdNetConfig config) {
    values.putAll(RecordSettings.of(config));
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> d = new LinkedHashMap<>();
    d.put("seed", 1L);
    d.put("identitySize", 64);
    d.put("motionSize", 48);
    d.put("width", 376);
    d.put("blocks", 2);
    d.put("faceKitBatch", 224);
    d.put("realBatch", 32);
    d.put("faceKitPersons", 512);
    d.put("stage1Steps", 0);
    d.put("stage2Steps", 0);
    d.put("pairSteps", 16_000);
    d.put("rate", 2.5e-3);
    d.put("tableRate", 5e-3);
    d.put("clip", 1.0);
    d.put("noiseFaceKit", 0.4);
    d.put("wideTurns", 1.5);
    d.put("noiseReal", 0.5);
    d.put("turn", 8.0);
    d.put("stretch", 0.04);
    d.put("sampleCodes", true);
    d.put("reconstruction", 10.0);
    d.put("adversarial", 0.2);
    d.put("kl", 1e-5);
    d.put("agreement", 0.1);
    d.put("gan", 0.1);
    d.put("classify", 0.1);
    d.put("content", 0.1);
    d.put("samePerson", 0.25);
    d.put("consistency", 0.005);
    d.put("erasure", 0.012);
    d.put("extremes", 0.0);
    d.put("fitResidual", 0.0);
    d.put("mouthWeight", 1.0);
    d.put("lidWeight", 1.0);
    d.put("browWeight", 1.0);
    d.put("measures", 0.0);
    d.put("follow", 0.0);
    d.put("threads", 2);
    d.put("checkpointSeconds", 120);
    d.put("evaluateSteps", 1000);
    d.put("patience", 0);
    return Collections.unmodifiableMap(d);
  }

  /** All settings by name, in the order that checkpoints have them in. */
  Map<String, Object> values() {
    return Collections.unmodifiableMap(values);
  }

  private LdNetConfigBuilder put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /**
   * Sets what the component with that name, in {@link LdNetConfig} or one of its records, stands
   * for.
   *
   * @param value as text
   * @throws IllegalArgumentException if there is no such component, or the value is none for it
   */
  public LdNetConfigBuilder set(String name, String value) {
    @Nullable Object before = values.get(name);
    if (before == null) {
      throw new IllegalArgumentException(
          "no setting '" + name + "'; there are " + String.join(", ", values.keySet()));
    }
    try {
      return put(name, parse(before, value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is '%s'; it must be %s".formatted(name, value, kind(before)), e);
    }
  }

  private static Object parse(Object before, String value) {
    if (before instanceof Integer) {
      return Integer.valueOf(value);
    }
    if (before instanceof Long) {
      return Long.valueOf(value);
    }
    if (before instanceof Double) {
      return Double.valueOf(value);
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw new NumberFormatException(value);
    }
    return Boolean.valueOf(value);
  }

  private static String kind(Object value) {
    if (value instanceof Boolean) {
      return "true or false";
    }
    return value instanceof Double ? "a number" : "a whole number";
  }

  /** See {@link LdNetConfig#seed()}. */
  public LdNetConfigBuilder seed(long value) {
    return put("seed", value);
  }

  /** Numbers in an identity code. */
  public LdNetConfigBuilder identitySize(int value) {
    return put("identitySize", value);
  }

  /** Numbers in a motion code. */
  public LdNetConfigBuilder motionSize(int value) {
    return put("motionSize", value);
  }

  /** Width of the hidden layers. */
  public LdNetConfigBuilder width(int value) {
    return put("width", value);
  }

  /** Residual blocks in each network. */
  public LdNetConfigBuilder blocks(int value) {
    return put("blocks", value);
  }

  /** See {@link LdNetConfig.Batches#faceKitBatch()}. */
  public LdNetConfigBuilder faceKitBatch(int value) {
    return put("faceKitBatch", value);
  }

  /** See {@link LdNetConfig.Batches#realBatch()}. */
  public LdNetConfigBuilder realBatch(int value) {
    return put("realBatch", value);
  }

  /** See {@link LdNetConfig.Batches#faceKitPersons()}. */
  public LdNetConfigBuilder faceKitPersons(int value) {
    return put("faceKitPersons", value);
  }

  /** See {@link LdNetConfig.Schedule#stage1Steps()}. */
  public LdNetConfigBuilder stage1Steps(int value) {
    return put("stage1Steps", value);
  }

  /** See {@link LdNetConfig.Schedule#stage2Steps()}. */
  public LdNetConfigBuilder stage2Steps(int value) {
    return put("stage2Steps", value);
  }

  /** See {@link LdNetConfig.Schedule#pairSteps()}. */
  public LdNetConfigBuilder pairSteps(int value) {
    return put("pairSteps", value);
  }

  /** See {@link LdNetConfig.Schedule#rate()}. */
  public LdNetConfigBuilder rate(double value) {
    return put("rate", value);
  }

  /** See {@link LdNetConfig.Schedule#tableRate()}. */
  public LdNetConfigBuilder tableRate(double value) {
    return put("tableRate", value);
  }

  /** See {@link LdNetConfig.Schedule#clip()}. */
  public LdNetConfigBuilder clip(double value) {
    return put("clip", value);
  }

  /** See {@link LdNetConfig.Sampling#noiseFaceKit()}. */
  public LdNetConfigBuilder noiseFaceKit(double value) {
    return put("noiseFaceKit", value);
  }

  /** See {@link LdNetConfig.Sampling#wideTurns()}. */
  public LdNetConfigBuilder wideTurns(double value) {
    return put("wideTurns", value);
  }

  /** See {@link LdNetConfig.Sampling#noiseReal()}. */
  public LdNetConfigBuilder noiseReal(double value) {
    return put("noiseReal", value);
  }

  /** See {@link LdNetConfig.Sampling#turn()}. */
  public LdNetConfigBuilder turn(double value) {
    return put("turn", value);
  }

  /** See {@link LdNetConfig.Sampling#stretch()}. */
  public LdNetConfigBuilder stretch(double value) {
    return put("stretch", value);
  }

  /** See {@link LdNetConfig.Codes#sampleCodes()}. */
  public LdNetConfigBuilder sampleCodes(boolean value) {
    return put("sampleCodes", value);
  }

  /** See {@link LdNetConfig.StageWeights#reconstruction()}. */
  public LdNetConfigBuilder reconstruction(double value) {
    return put("reconstruction", value);
  }

  /** See {@link LdNetConfig.StageWeights#adversarial()}. */
  public LdNetConfigBuilder adversarial(double value) {
    return put("adversarial", value);
  }

  /** See {@link LdNetConfig.Codes#kl()}. */
  public LdNetConfigBuilder kl(double value) {
    return put("kl", value);
  }

  /** See {@link LdNetConfig.StageWeights#agreement()}. */
  public LdNetConfigBuilder agreement(double value) {
    return put("agreement", value);
  }

  /** See {@link LdNetConfig.StageWeights#gan()}. */
  public LdNetConfigBuilder gan(double value) {
    return put("gan", value);
  }

  /** See {@link LdNetConfig.StageWeights#classify()}. */
  public LdNetConfigBuilder classify(double value) {
    return put("classify", value);
  }

  /** See {@link LdNetConfig.StageWeights#content()}. */
  public LdNetConfigBuilder content(double value) {
    return put("content", value);
  }

  /** See {@link LdNetConfig.PairWeights#samePerson()}. */
  public LdNetConfigBuilder samePerson(double value) {
    return put("samePerson", value);
  }

  /** See {@link LdNetConfig.PairWeights#consistency()}. */
  public LdNetConfigBuilder consistency(double value) {
    return put("consistency", value);
  }

  /** See {@link LdNetConfig.PairWeights#erasure()}. */
  public LdNetConfigBuilder erasure(double value) {
    return put("erasure", value);
  }

  /** See {@link LdNetConfig.Sampling#extremes()}. */
  public LdNetConfigBuilder extremes(double value) {
    return put("extremes", value);
  }

  /** See {@link LdNetConfig.Sampling#fitResidual()}. */
  public LdNetConfigBuilder fitResidual(double value) {
    return put("fitResidual", value);
  }

  /** See {@link LdNetConfig.PointWeights#mouthWeight()}. */
  public LdNetConfigBuilder mouthWeight(double value) {
    return put("mouthWeight", value);
  }

  /** See {@link LdNetConfig.PointWeights#lidWeight()}. */
  public LdNetConfigBuilder lidWeight(double value) {
    return put("lidWeight", value);
  }

  /** See {@link LdNetConfig.PointWeights#browWeight()}. */
  public LdNetConfigBuilder browWeight(double value) {
    return put("browWeight", value);
  }

  /** See {@link LdNetConfig.PairWeights#measures()}. */
  public LdNetConfigBuilder measures(double value) {
    return put("measures", value);
  }

  /** See {@link LdNetConfig.PairWeights#follow()}. */
  public LdNetConfigBuilder follow(double value) {
    return put("follow", value);
  }

  /** See {@link LdNetConfig.Run#threads()}. */
  public LdNetConfigBuilder threads(int value) {
    return put("threads", value);
  }

  /** See {@link LdNetConfig.Run#checkpointSeconds()}. */
  public LdNetConfigBuilder checkpointSeconds(int value) {
    return put("checkpointSeconds", value);
  }

  /** See {@link LdNetConfig.Run#evaluateSteps()}. */
  public LdNetConfigBuilder evaluateSteps(int value) {
    return put("evaluateSteps", value);
  }

  /** See {@link LdNetConfig.Run#patience()}. */
  public LdNetConfigBuilder patience(int value) {
    return put("patience", value);
  }

  /**
   * The settings.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public LdNetConfig build() {
    return RecordSettings.create(LdNetConfig.class, values);
  }
}
