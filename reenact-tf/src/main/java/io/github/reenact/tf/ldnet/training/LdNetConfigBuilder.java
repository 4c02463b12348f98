package io.github.reenact.tf.ldnet.training;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Collects the settings of a training of LD-Net; starts from the defaults. Each method sets what
 * its name says.
 */
public final class LdNetConfigBuilder {
  private long seed = 1;
  private int identitySize = 64;
  private int motionSize = 48;
  private int width = 376;
  private int blocks = 2;
  private int faceKitBatch = 224;
  private int realBatch = 32;
  private int faceKitPersons = 512;
  private int stage1Steps = 0;
  private int stage2Steps = 0;
  private int pairSteps = 16_000;
  private double rate = 2.5e-3;
  private double tableRate = 5e-3;
  private double clip = 1;
  private double noiseFaceKit = 0.4;
  private double wideTurns = 1.5;
  private double noiseReal = 0.5;
  private double turn = 8;
  private double stretch = 0.04;
  private boolean sampleCodes = true;
  private double reconstruction = 10;
  private double adversarial = 0.2;
  private double kl = 1e-5;
  private double agreement = 0.1;
  private double gan = 0.1;
  private double classify = 0.1;
  private double content = 0.1;
  private double samePerson = 0.25;
  private double consistency = 0.005;
  private double erasure = 0.012;
  private double extremes = 0;
  private double fitResidual = 0;
  private double mouthWeight = 1;
  private double lidWeight = 1;
  private double browWeight = 1;
  private double measures = 0;
  private double follow = 0;
  private int threads = 2;
  private int checkpointSeconds = 120;
  private int evaluateSteps = 1000;
  private int patience = 0;

  LdNetConfigBuilder() {}

  /**
   * Sets what a component of {@link LdNetConfig} with that name stands for.
   *
   * @param value as text
   * @throws IllegalArgumentException if there is no such component, or the value is none for it
   */
  public LdNetConfigBuilder set(String name, String value) {
    for (RecordComponent component : LdNetConfig.class.getRecordComponents()) {
      if (component.getName().equals(name)) {
        try {
          LdNetConfigBuilder.class
              .getMethod(name, component.getType())
              .invoke(this, parse(component.getType(), value));
          return this;
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              name + " is '" + value + "'; it must be a " + component.getType(), e);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError("no method for " + name, e);
        }
      }
    }
    throw new IllegalArgumentException(
        "no setting '"
            + name
            + "'; there are "
            + Arrays.stream(LdNetConfig.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.joining(", ")));
  }

  private static Object parse(Class<?> type, String value) {
    if (type == int.class) {
      return Integer.valueOf(value);
    }
    if (type == long.class) {
      return Long.valueOf(value);
    }
    if (type == double.class) {
      return Double.valueOf(value);
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw new NumberFormatException(value);
    }
    return Boolean.valueOf(value);
  }

  LdNetConfigBuilder(LdNetConfig c) {
    seed = c.seed();
    identitySize = c.identitySize();
    motionSize = c.motionSize();
    width = c.width();
    blocks = c.blocks();
    faceKitBatch = c.faceKitBatch();
    realBatch = c.realBatch();
    faceKitPersons = c.faceKitPersons();
    stage1Steps = c.stage1Steps();
    stage2Steps = c.stage2Steps();
    pairSteps = c.pairSteps();
    rate = c.rate();
    tableRate = c.tableRate();
    clip = c.clip();
    noiseFaceKit = c.noiseFaceKit();
    wideTurns = c.wideTurns();
    noiseReal = c.noiseReal();
    turn = c.turn();
    stretch = c.stretch();
    sampleCodes = c.sampleCodes();
    reconstruction = c.reconstruction();
    adversarial = c.adversarial();
    kl = c.kl();
    agreement = c.agreement();
    gan = c.gan();
    classify = c.classify();
    content = c.content();
    samePerson = c.samePerson();
    consistency = c.consistency();
    erasure = c.erasure();
    extremes = c.extremes();
    fitResidual = c.fitResidual();
    mouthWeight = c.mouthWeight();
    lidWeight = c.lidWeight();
    browWeight = c.browWeight();
    measures = c.measures();
    follow = c.follow();
    threads = c.threads();
    checkpointSeconds = c.checkpointSeconds();
    evaluateSteps = c.evaluateSteps();
    patience = c.patience();
  }

  /** See {@link LdNetConfig#seed()}. */
  public LdNetConfigBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** See {@link LdNetConfig#identitySize()}. */
  public LdNetConfigBuilder identitySize(int value) {
    identitySize = value;
    return this;
  }

  /** See {@link LdNetConfig#motionSize()}. */
  public LdNetConfigBuilder motionSize(int value) {
    motionSize = value;
    return this;
  }

  /** See {@link LdNetConfig#width()}. */
  public LdNetConfigBuilder width(int value) {
    width = value;
    return this;
  }

  /** See {@link LdNetConfig#blocks()}. */
  public LdNetConfigBuilder blocks(int value) {
    blocks = value;
    return this;
  }

  /** See {@link LdNetConfig#faceKitBatch()}. */
  public LdNetConfigBuilder faceKitBatch(int value) {
    faceKitBatch = value;
    return this;
  }

  /** See {@link LdNetConfig#realBatch()}. */
  public LdNetConfigBuilder realBatch(int value) {
    realBatch = value;
    return this;
  }

  /** See {@link LdNetConfig#faceKitPersons()}. */
  public LdNetConfigBuilder faceKitPersons(int value) {
    faceKitPersons = value;
    return this;
  }

  /** See {@link LdNetConfig#stage1Steps()}. */
  public LdNetConfigBuilder stage1Steps(int value) {
    stage1Steps = value;
    return this;
  }

  /** See {@link LdNetConfig#stage2Steps()}. */
  public LdNetConfigBuilder stage2Steps(int value) {
    stage2Steps = value;
    return this;
  }

  /** See {@link LdNetConfig#pairSteps()}. */
  public LdNetConfigBuilder pairSteps(int value) {
    pairSteps = value;
    return this;
  }

  /** See {@link LdNetConfig#rate()}. */
  public LdNetConfigBuilder rate(double value) {
    rate = value;
    return this;
  }

  /** See {@link LdNetConfig#tableRate()}. */
  public LdNetConfigBuilder tableRate(double value) {
    tableRate = value;
    return this;
  }

  /** See {@link LdNetConfig#clip()}. */
  public LdNetConfigBuilder clip(double value) {
    clip = value;
    return this;
  }

  /** See {@link LdNetConfig#noiseFaceKit()}. */
  public LdNetConfigBuilder noiseFaceKit(double value) {
    noiseFaceKit = value;
    return this;
  }

  /** See {@link LdNetConfig#wideTurns()}. */
  public LdNetConfigBuilder wideTurns(double value) {
    wideTurns = value;
    return this;
  }

  /** See {@link LdNetConfig#noiseReal()}. */
  public LdNetConfigBuilder noiseReal(double value) {
    noiseReal = value;
    return this;
  }

  /** See {@link LdNetConfig#turn()}. */
  public LdNetConfigBuilder turn(double value) {
    turn = value;
    return this;
  }

  /** See {@link LdNetConfig#stretch()}. */
  public LdNetConfigBuilder stretch(double value) {
    stretch = value;
    return this;
  }

  /** See {@link LdNetConfig#sampleCodes()}. */
  public LdNetConfigBuilder sampleCodes(boolean value) {
    sampleCodes = value;
    return this;
  }

  /** See {@link LdNetConfig#reconstruction()}. */
  public LdNetConfigBuilder reconstruction(double value) {
    reconstruction = value;
    return this;
  }

  /** See {@link LdNetConfig#adversarial()}. */
  public LdNetConfigBuilder adversarial(double value) {
    adversarial = value;
    return this;
  }

  /** See {@link LdNetConfig#kl()}. */
  public LdNetConfigBuilder kl(double value) {
    kl = value;
    return this;
  }

  /** See {@link LdNetConfig#agreement()}. */
  public LdNetConfigBuilder agreement(double value) {
    agreement = value;
    return this;
  }

  /** See {@link LdNetConfig#gan()}. */
  public LdNetConfigBuilder gan(double value) {
    gan = value;
    return this;
  }

  /** See {@link LdNetConfig#classify()}. */
  public LdNetConfigBuilder classify(double value) {
    classify = value;
    return this;
  }

  /** See {@link LdNetConfig#content()}. */
  public LdNetConfigBuilder content(double value) {
    content = value;
    return this;
  }

  /** See {@link LdNetConfig#samePerson()}. */
  public LdNetConfigBuilder samePerson(double value) {
    samePerson = value;
    return this;
  }

  /** See {@link LdNetConfig#consistency()}. */
  public LdNetConfigBuilder consistency(double value) {
    consistency = value;
    return this;
  }

  /** See {@link LdNetConfig#erasure()}. */
  public LdNetConfigBuilder erasure(double value) {
    erasure = value;
    return this;
  }

  /** See {@link LdNetConfig#extremes()}. */
  public LdNetConfigBuilder extremes(double value) {
    extremes = value;
    return this;
  }

  /** See {@link LdNetConfig#fitResidual()}. */
  public LdNetConfigBuilder fitResidual(double value) {
    fitResidual = value;
    return this;
  }

  /** See {@link LdNetConfig#mouthWeight()}. */
  public LdNetConfigBuilder mouthWeight(double value) {
    mouthWeight = value;
    return this;
  }

  /** See {@link LdNetConfig#lidWeight()}. */
  public LdNetConfigBuilder lidWeight(double value) {
    lidWeight = value;
    return this;
  }

  /** See {@link LdNetConfig#browWeight()}. */
  public LdNetConfigBuilder browWeight(double value) {
    browWeight = value;
    return this;
  }

  /** See {@link LdNetConfig#measures()}. */
  public LdNetConfigBuilder measures(double value) {
    measures = value;
    return this;
  }

  /** See {@link LdNetConfig#follow()}. */
  public LdNetConfigBuilder follow(double value) {
    follow = value;
    return this;
  }

  /** See {@link LdNetConfig#threads()}. */
  public LdNetConfigBuilder threads(int value) {
    threads = value;
    return this;
  }

  /** See {@link LdNetConfig#checkpointSeconds()}. */
  public LdNetConfigBuilder checkpointSeconds(int value) {
    checkpointSeconds = value;
    return this;
  }

  /** See {@link LdNetConfig#evaluateSteps()}. */
  public LdNetConfigBuilder evaluateSteps(int value) {
    evaluateSteps = value;
    return this;
  }

  /** See {@link LdNetConfig#patience()}. */
  public LdNetConfigBuilder patience(int value) {
    patience = value;
    return this;
  }

  /** The settings. */
  public LdNetConfig build() {
    return new LdNetConfig(
        seed,
        identitySize,
        motionSize,
        width,
        blocks,
        faceKitBatch,
        realBatch,
        faceKitPersons,
        stage1Steps,
        stage2Steps,
        pairSteps,
        rate,
        tableRate,
        clip,
        noiseFaceKit,
        wideTurns,
        noiseReal,
        turn,
        stretch,
        sampleCodes,
        reconstruction,
        adversarial,
        kl,
        agreement,
        gan,
        classify,
        content,
        samePerson,
        consistency,
        erasure,
        extremes,
        fitResidual,
        mouthWeight,
        lidWeight,
        browWeight,
        measures,
        follow,
        threads,
        checkpointSeconds,
        evaluateSteps,
        patience);
  }
}
