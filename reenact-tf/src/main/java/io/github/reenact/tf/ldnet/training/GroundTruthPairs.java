package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import io.github.reenact.tf.ldnet.network.Architecture;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws pairs of people of whom it is known what each looks like with the other's motion, since
 * both are on the morphable face. Ours.
 *
 * <p>Immutable and thread-safe.
 */
final class GroundTruthPairs {
  private static final int XY = Architecture.XY;
  private static final int XYZ = 3 * Landmarks.COUNT;

  /** The share of FaceKit pairs with wide turns. */
  private static final double WIDE_SHARE = 0.3;

  /** The share of real people in frames really seen among those who look real. */
  private static final double SEEN_SHARE = 0.6;

  /** The share of people fitted to real ones, in other motions, among the rest. */
  private static final double KNOWN_SHARE = 0.4;

  /** The share of people with several frames among those seen, if they make a difference. */
  private static final double MOVING_SHARE = 0.7;

  /** Of so many frames of a person the mean tells who it is from what they do. */
  private static final int SEVERAL_FRAMES = 4;

  /** The deviation of real people's identity weights, as fitted. */
  private static final float REAL_SPREAD = 0.85f;

  /** Fits with a larger error, in pixels, are not used as ground truth. */
  private static final double WORST_FIT = 1.2;

  /** The neutral person, without expression, front on. */
  private static final Pose NOBODY =
      new Pose(new float[XYZ], new float[XYZ], FaceKit.rotation(0, 0, 0), Optional.empty());

  private final LdNetConfig.Sampling sampling;
  private final FaceKit kit;
  private final Optional<FittedFaces> fits;

  /**
   * The people with several frames, preferred if the ground truth includes the residual of the fit,
   * which a single photo does not have. Empty if there is no preference.
   */
  private final int[] moving;

  /** Of a pair: faces A, B, A as B poses and B as A poses, in pixels of a crop of 256. */
  static final class Four {
    final float[][] faces = new float[4][XY];

    /** The neutral face as A and as B poses. */
    final float[][] motions = new float[2][XY];

    /** A and B without expression, front on. */
    final float[][] identities = new float[2][XY];
  }

  /** How a picture is taken: turned in its plane, then mirrored. */
  private record Camera(double turn, boolean mirror) {}

  /** A person and a motion; and what the detector saw of them, if they are real. */
  @SuppressWarnings("ArrayRecordComponent") // carries numbers, is never compared
  private record Pose(
      float[] person, float[] expression, double[] rotation, Optional<float[]> seen) {}

  GroundTruthPairs(LdNetConfig.Sampling sampling, FaceKit kit, Optional<FittedFaces> fits) {
    this.sampling = sampling;
    this.kit = kit;
    this.fits =
        fits.map(f -> f.within(WORST_FIT))
            .filter(f -> !f.frames().isEmpty())
            .map(f -> f.withResidual(kit, sampling.fitResidual()));
    moving =
        this.fits.stream()
            .filter(f -> sampling.fitResidual() > 0)
            .flatMapToInt(
                f ->
                    IntStream.range(0, f.people())
                        .filter(p -> f.framesOf(p).length >= SEVERAL_FRAMES))
            .toArray();
  }

  /** Whether {@link #real} can be called. */
  boolean knowsReal() {
    return fits.isPresent();
  }

  /** People of the morphable face itself. */
  void morphable(SplittableRandom random, Four out) {
    Camera asIs = new Camera(0, false);
    double turns = turns(random);
    Pose a =
        new Pose(
            kit.randomPerson(random),
            expression(random),
            FaceKit.randomRotation(random, turns),
            Optional.empty());
    Pose b =
        new Pose(
            kit.randomPerson(random),
            expression(random),
            FaceKit.randomRotation(random, turns),
            Optional.empty());
    seeFour(a, b, Optional.empty(), asIs, asIs, out);
  }

  /** People as the detector would see them: fitted to real ones, or made of parts of them. */
  void real(SplittableRandom random, Four out) {
    FittedFaces people = fits.orElseThrow();
    Pose a = pose(random, people);
    Pose b = pose(random, people);
    boolean mirror = random.nextBoolean();
    seeFour(
        a,
        b,
        fits,
        new Camera(Math.toRadians(sampling.turn() * random.nextGaussian()), mirror),
        new Camera(Math.toRadians(sampling.turn() * random.nextGaussian()), mirror),
        out);
  }

  /** Two people on the morphable face, and each in the motion of the other. */
  private void seeFour(
      Pose a, Pose b, Optional<FittedFaces> detector, Camera first, Camera second, Four out) {
    see(a, a, detector, true, first, out.faces[0]);
    see(b, b, detector, true, second, out.faces[1]);
    see(a, b, detector, false, second, out.faces[2]);
    see(b, a, detector, false, first, out.faces[3]);
    see(NOBODY, a, detector, false, first, out.motions[0]);
    see(NOBODY, b, detector, false, second, out.motions[1]);
    Camera front = new Camera(0, first.mirror);
    see(a, NOBODY, detector, false, front, out.identities[0]);
    see(b, NOBODY, detector, false, front, out.identities[1]);
  }

  private Pose pose(SplittableRandom random, FittedFaces people) {
    if (random.nextDouble() < SEEN_SHARE) {
      // A person first, so that who has many frames is not seen more often.
      int person =
          moving.length > 0 && random.nextDouble() < MOVING_SHARE
              ? moving[random.nextInt(moving.length)]
              : random.nextInt(people.people());
      int[] frames = people.framesOf(person);
      if (frames.length > 0) {
        FittedFaces.Frame frame = people.frames().get(frames[random.nextInt(frames.length)]);
        return new Pose(
            people.shape(person), frame.expression(), frame.rotation(), Optional.of(frame.seen()));
      }
    }
    float[] person;
    if (random.nextDouble() < KNOWN_SHARE) {
      person = people.shape(random.nextInt(people.people()));
    } else {
      person = kit.randomPerson(random);
      float[] particular = people.particular(random.nextInt(people.people()));
      for (int i = 0; i < person.length; i++) {
        person[i] = REAL_SPREAD * person[i] + particular[i];
      }
    }
    float[] expression =
        random.nextBoolean()
            ? expression(random)
            : people.frames().get(random.nextInt(people.frames().size())).expression();
    return new Pose(person, expression, randomRotation(random), Optional.empty());
  }

  private void see(
      Pose person,
      Pose motion,
      Optional<FittedFaces> detector,
      boolean asSeen,
      Camera view,
      float[] out) {
    if (asSeen && person.seen.isPresent()) {
      System.arraycopy(person.seen.get(), 0, out, 0, XY);
    } else {
      kit.project(person.person, motion.expression, motion.rotation, out, 0);
      detector.ifPresent(d -> d.wander(motion.rotation, out, 0));
    }
    turn(out, view.turn, view.mirror);
  }

  /** Turns in the picture's plane, then mirrors, in pixels of a crop of 256. */
  private static void turn(float[] xy, double angle, boolean mirror) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    for (int i = 0; i < xy.length; i += 2) {
      double x = xy[i] - 128;
      double y = xy[i + 1] - 132;
      xy[i] = (float) (128 + c * x - s * y);
      xy[i + 1] = (float) (132 + s * x + c * y);
    }
    if (mirror) {
      System.arraycopy(Landmarks.of(xy).mirror(256).toArray(), 0, xy, 0, XY);
    }
  }

  /**
   * An expression of the morphable face, extreme in the share of {@link
   * LdNetConfig.Sampling#extremes}.
   */
  float[] expression(SplittableRandom random) {
    return sampling.extremes() > 0 && random.nextDouble() < sampling.extremes()
        ? kit.extremeExpression(random)
        : kit.randomExpression(random);
  }

  private double[] randomRotation(SplittableRandom random) {
    return FaceKit.randomRotation(random, turns(random));
  }

  private double turns(SplittableRandom random) {
    return random.nextDouble() < WIDE_SHARE ? sampling.wideTurns() : 1;
  }
}
