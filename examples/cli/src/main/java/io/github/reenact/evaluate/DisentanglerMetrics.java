package io.github.reenact.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured.
 *
 * @param facekit what needs no model on the morphable face; null without it
 * @param real what needs no model on real people; null without them
 * @param models what was measured of each model
 */
public record DisentanglerMetrics(
    @Nullable FaceKitReferences facekit, @Nullable RealReferences real, List<Model> models) {
  /** Copies the list. */
  public DisentanglerMetrics {
    models = List.copyOf(models);
  }

  /**
   * What to compare models with, on the morphable face.
   *
   * @param copy errors of the driver's landmarks as they are
   * @param numbersNamePerson from the exact motion numbers: nothing but chance
   * @param measuredNumbersNamePerson from motion numbers measured on the landmarks
   * @param landmarksNamePerson from the landmarks themselves, in normal place and size
   */
  public record FaceKitReferences(
      Errors copy,
      IdentityLeak numbersNamePerson,
      IdentityLeak measuredNumbersNamePerson,
      IdentityLeak landmarksNamePerson) {}

  /**
   * What to compare models with, on real people.
   *
   * @param people of the dev split
   * @param copy errors of the first frame as it is
   * @param turned errors of the first frame, turned in the plane as the second is
   * @param relative errors of the first frame plus the difference of the second from a third
   * @param naming people from what is no code
   */
  public record RealReferences(
      int people,
      Errors copy,
      Errors turned,
      Errors relative,
      @ReportJson.Inline RealNaming naming) {}

  /**
   * How often motion numbers and landmarks name real people.
   *
   * @param peopleWithClips who are told from each other
   * @param framesEach of each of them, in training and in the test
   * @param poseNamesPerson from yaw, pitch and roll alone, if there are clips of two people
   * @param numbersNamePerson from all motion numbers, if there are clips of two people
   * @param landmarksNamePerson from the landmarks, if there are clips of two people
   */
  public record RealNaming(
      int peopleWithClips,
      int framesEach,
      @Nullable IdentityLeak poseNamesPerson,
      @Nullable IdentityLeak numbersNamePerson,
      @Nullable IdentityLeak landmarksNamePerson) {}

  /**
   * One model.
   *
   * @param name of the model
   * @param bytes of its file
   * @param identitySize numbers of an identity code
   * @param motionSize numbers of a motion code
   * @param latency of its calls
   * @param facekit on the morphable face; null without it
   * @param real on real people; null without them
   */
  public record Model(
      String name,
      long bytes,
      int identitySize,
      int motionSize,
      Latency latency,
      @Nullable OnFaceKit facekit,
      @Nullable OnReal real) {}

  /**
   * One model on the morphable face.
   *
   * @param transfer errors of the target with the driver's motion
   * @param motionNamesPerson from the motion code
   * @param identityNamesPerson from the identity code
   * @param identityTellsMotion from the identity code, of people not seen before
   * @param motionTellsMotion from the motion code, of people not seen before
   * @param motionRoundTrip of the motion code
   * @param identityRoundTrip of the identity code
   */
  public record OnFaceKit(
      Errors transfer,
      IdentityLeak motionNamesPerson,
      IdentityLeak identityNamesPerson,
      MotionLeak identityTellsMotion,
      MotionLeak motionTellsMotion,
      RoundTrip motionRoundTrip,
      RoundTrip identityRoundTrip) {}

  /**
   * One model on real people.
   *
   * @param errors of the transfer
   * @param leaks of the codes
   * @param motionRoundTrip of the motion code, put on another person
   * @param identityRoundTrip of the identity code, with another person's motion
   */
  public record OnReal(
      @ReportJson.Inline RealErrors errors,
      @ReportJson.Inline RealLeaks leaks,
      RoundTrip motionRoundTrip,
      RoundTrip identityRoundTrip) {}

  /**
   * Errors of the transfer between frames of one person.
   *
   * @param transfer of one frame's identity with another's motion
   * @param averaged the same with an identity averaged over up to eight frames
   * @param transferWithThird as transfer, for the pairs that have a third frame
   * @param averagedWithThird as averaged, for the pairs that have a third frame
   */
  public record RealErrors(
      Errors transfer, Errors averaged, Errors transferWithThird, Errors averagedWithThird) {}

  /**
   * What either code holds of the other half.
   *
   * @param motionNamesPerson from the motion code, if there are clips of two people
   * @param identityNamesPerson from the identity code, if there are clips of two people
   * @param identityTellsMotion from the identity code, of people not seen before
   * @param motionTellsMotion from the motion code, of people not seen before
   * @param identityTellsMotionOfKnown from the identity code, later in the same clips
   * @param motionTellsMotionOfKnown from the motion code, later in the same clips
   */
  public record RealLeaks(
      @Nullable IdentityLeak motionNamesPerson,
      @Nullable IdentityLeak identityNamesPerson,
      MotionLeak identityTellsMotion,
      MotionLeak motionTellsMotion,
      @Nullable MotionLeak identityTellsMotionOfKnown,
      @Nullable MotionLeak motionTellsMotionOfKnown) {}
}
