package io.github.reenact.evaluate;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.tf.ldnet.training.Evaluation;
import io.github.reenact.tf.ldnet.training.FaceKit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures disentanglers on people that no training saw: persons of the morphable face, and real
 * ones. What it draws is the same for every model and every run.
 *
 * <p>Not thread-safe.
 */
public final class DisentanglerEvaluation {
  private static final int LEAK_PERSONS = 40;
  private static final int LEAK_MOTIONS = 60;
  private static final int SINGLES = 4000;

  private final Optional<FaceKitData> faceKit;
  private final Optional<RealData> real;

  private record FaceKitData(
      List<FaceKitSamples.Pair> pairs, List<Split> persons, List<Split> motions) {}

  private record RealData(
      int people,
      List<RealSamples.Pair> pairs,
      List<RealSamples.Pair> strangers,
      List<Split> clips,
      List<Split> folds) {}

  /**
   * Draws the samples.
   *
   * @param faceKit the morphable face, if there is one
   * @param samples of real people, if there are any
   * @param pairs for each kind of transfer
   */
  public DisentanglerEvaluation(
      Optional<FaceKit> faceKit, Optional<RealSamples> samples, int pairs) {
    this.faceKit =
        faceKit.map(
            kit -> {
              FaceKitSamples drawn = new FaceKitSamples(kit);
              return new FaceKitData(
                  drawn.pairs(pairs),
                  List.of(
                      FaceKitSamples.halves(
                          drawn.people(LEAK_PERSONS, LEAK_MOTIONS), LEAK_MOTIONS)),
                  List.of(FaceKitSamples.halves(drawn.people(SINGLES, 1), SINGLES)));
            });
    real =
        samples.map(
            s ->
                new RealData(
                    s.people(),
                    s.pairs(pairs),
                    s.strangers(pairs),
                    s.clips(),
                    s.strangersToEachOther()));
  }

  /** How often {@link #measure} tells its step. */
  public int stepsOfModel() {
    return 1 + (faceKit.isPresent() ? 5 : 0) + (real.isPresent() ? 6 : 0);
  }

  /** How often {@link #facekitReferences} and {@link #realReferences} tell their steps together. */
  public int stepsOfReferences() {
    return (faceKit.isPresent() ? 3 : 0) + (real.isPresent() ? 2 : 0);
  }

  /**
   * What needs no model on the morphable face; null without it.
   *
   * @throws InterruptedException if the step does
   */
  public DisentanglerMetrics.@Nullable FaceKitReferences facekitReferences(Step step)
      throws InterruptedException {
    if (faceKit.isEmpty()) {
      return null;
    }
    FaceKitData data = faceKit.get();
    IdentityLeak numbers = IdentityLeak.measure(data.persons, f -> f.motion().toArray());
    step.done();
    IdentityLeak measured =
        IdentityLeak.measure(data.persons, f -> MotionNumbers.of(f.landmarks()).toArray());
    step.done();
    IdentityLeak landmarks =
        IdentityLeak.measure(data.persons, DisentanglerEvaluation::coordinates);
    step.done();
    return new DisentanglerMetrics.FaceKitReferences(
        errors(data.pairs, p -> Evaluation.error(p.driver(), p.truth())),
        numbers,
        measured,
        landmarks);
  }

  /**
   * What needs no model on real people; null without them.
   *
   * @throws InterruptedException if the step does
   */
  public DisentanglerMetrics.@Nullable RealReferences realReferences(Step step)
      throws InterruptedException {
    if (real.isEmpty()) {
      return null;
    }
    RealData data = real.get();
    IdentityLeak pose = leak(data.clips, f -> Arrays.copyOf(f.motion().toArray(), 3));
    IdentityLeak numbers = leak(data.clips, f -> f.motion().toArray());
    step.done();
    IdentityLeak landmarks = leak(data.clips, DisentanglerEvaluation::coordinates);
    step.done();
    int people =
        data.clips.isEmpty()
            ? 0
            : (int)
                data.clips.get(0).training().stream().mapToInt(Frame::person).distinct().count();
    return new DisentanglerMetrics.RealReferences(
        data.people,
        errors(data.pairs, p -> Evaluation.error(p.first(), p.second())),
        errors(
            data.pairs,
            p ->
                Evaluation.error(
                    p.first().transform(Similarity.fit(p.first(), p.second())), p.second())),
        errors(
            withThird(data.pairs),
            p -> Evaluation.error(relative(p.first(), p.second(), p.third().get()), p.second())),
        new DisentanglerMetrics.RealNaming(
            people,
            people == 0 ? 0 : data.clips.get(0).training().size() / people,
            pose,
            numbers,
            landmarks));
  }

  private static @Nullable IdentityLeak leak(List<Split> draws, Function<Frame, double[]> code) {
    return draws.isEmpty() ? null : IdentityLeak.measure(draws, code);
  }

  private static @Nullable MotionLeak told(List<Split> splits, Function<Frame, double[]> code) {
    return splits.isEmpty() ? null : MotionLeak.measure(splits, code);
  }

  private static List<RealSamples.Pair> withThird(List<RealSamples.Pair> pairs) {
    return pairs.stream().filter(p -> p.third().isPresent()).toList();
  }

  private static <P> Errors errors(List<P> pairs, ToDoubleFunction<P> error) {
    return Errors.of(pairs.stream().mapToDouble(error).toArray());
  }

  private static double[] coordinates(Frame frame) {
    return Codes.numbers(normalized(frame.landmarks()).toArray());
  }

  private static Landmarks normalized(Landmarks face) {
    return face.transform(Similarity.normalizing(face));
  }

  /** What a tracker without a model can do: the motion of one face as differences on another. */
  private static Landmarks relative(Landmarks face, Landmarks to, Landmarks from) {
    float[] a = normalized(face).toArray();
    float[] b = normalized(to).toArray();
    float[] c = normalized(from).toArray();
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i] - c[i];
    }
    return Landmarks.of(a);
  }

  /**
   * Measures a model.
   *
   * @param name of the model
   * @param bytes of its file
   * @throws InterruptedException if the step does
   */
  public DisentanglerMetrics.Model measure(
      String name, long bytes, LandmarkDisentangler net, Step step) throws InterruptedException {
    Codes codes = new Codes(net);
    Landmarks any =
        faceKit.isPresent()
            ? faceKit.get().pairs.get(0).target()
            : real.orElseThrow().strangers.get(0).first();
    DisentanglerMetrics.OnFaceKit onFaceKit =
        faceKit.isPresent() ? facekit(faceKit.get(), codes, step) : null;
    DisentanglerMetrics.OnReal onReal = real.isPresent() ? real(real.get(), codes, step) : null;
    Latency latency = Latency.measure(net, any);
    step.done();
    return new DisentanglerMetrics.Model(
        name,
        bytes,
        codes.identity(any).toArray().length,
        codes.motion(any).toArray().length,
        latency,
        onFaceKit,
        onReal);
  }

  private static DisentanglerMetrics.OnFaceKit facekit(FaceKitData data, Codes codes, Step step)
      throws InterruptedException {
    Errors transfer =
        errors(
            data.pairs, p -> Evaluation.error(codes.transfer(p.target(), p.driver()), p.truth()));
    step.done();
    RoundTrip[] trips =
        roundTrips(
            codes,
            data.pairs.stream().map(FaceKitSamples.Pair::target).toList(),
            data.pairs.stream().map(FaceKitSamples.Pair::driver).toList());
    step.done();
    IdentityLeak motionNames = IdentityLeak.measure(data.persons, codes::motionNumbers);
    step.done();
    IdentityLeak identityNames = IdentityLeak.measure(data.persons, codes::identityNumbers);
    step.done();
    MotionLeak identityTells = MotionLeak.measure(data.motions, codes::identityNumbers);
    MotionLeak motionTells = MotionLeak.measure(data.motions, codes::motionNumbers);
    step.done();
    return new DisentanglerMetrics.OnFaceKit(
        transfer, motionNames, identityNames, identityTells, motionTells, trips[0], trips[1]);
  }

  private static DisentanglerMetrics.OnReal real(RealData data, Codes codes, Step step)
      throws InterruptedException {
    ToDoubleFunction<RealSamples.Pair> one =
        p -> Evaluation.error(codes.transfer(p.first(), p.second()), p.second());
    ToDoubleFunction<RealSamples.Pair> several =
        p ->
            Evaluation.error(
                codes.net().combine(codes.net().identity(p.several()), codes.motion(p.second())),
                p.second());
    Errors transfer = errors(data.pairs, one);
    Errors transferWithThird = errors(withThird(data.pairs), one);
    step.done();
    Errors averaged = errors(data.pairs, several);
    Errors averagedWithThird = errors(withThird(data.pairs), several);
    step.done();
    RoundTrip[] trips =
        roundTrips(
            codes,
            data.strangers.stream().map(RealSamples.Pair::first).toList(),
            data.strangers.stream().map(RealSamples.Pair::second).toList());
    step.done();
    IdentityLeak motionNames = leak(data.clips, codes::motionNumbers);
    step.done();
    IdentityLeak identityNames = leak(data.clips, codes::identityNumbers);
    step.done();
    DisentanglerMetrics.OnReal out =
        new DisentanglerMetrics.OnReal(
            new DisentanglerMetrics.RealErrors(
                transfer, averaged, transferWithThird, averagedWithThird),
            new DisentanglerMetrics.RealLeaks(
                motionNames,
                identityNames,
                MotionLeak.measure(data.folds, codes::identityNumbers),
                MotionLeak.measure(data.folds, codes::motionNumbers),
                told(data.clips, codes::identityNumbers),
                told(data.clips, codes::motionNumbers)),
            trips[0],
            trips[1]);
    step.done();
    return out;
  }

  /** That of the motion code, then that of the identity code. */
  private static RoundTrip[] roundTrips(
      Codes codes, List<Landmarks> targets, List<Landmarks> drivers) {
    List<double[]> motions = new ArrayList<>();
    List<double[]> motionsAfter = new ArrayList<>();
    List<double[]> identities = new ArrayList<>();
    List<double[]> identitiesAfter = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Landmarks made = codes.transfer(targets.get(i), drivers.get(i));
      motions.add(Codes.numbers(codes.motion(drivers.get(i)).toArray()));
      motionsAfter.add(Codes.numbers(codes.net().motion(made).toArray()));
      identities.add(Codes.numbers(codes.identity(targets.get(i)).toArray()));
      identitiesAfter.add(Codes.numbers(codes.net().identity(made).toArray()));
    }
    return new RoundTrip[] {
      RoundTrip.of(motions.toArray(double[][]::new), motionsAfter.toArray(double[][]::new)),
      RoundTrip.of(identities.toArray(double[][]::new), identitiesAfter.toArray(double[][]::new))
    };
  }
}
