package io.github.reenact.dataset;

import io.github.reenact.Irises;
import io.github.reenact.Landmarks;

/** One picture of an item: the face crop as JPEG, and what is known of the face. Immutable. */
public final class FacePicture {
  private final int frame;
  private final double seconds;
  private final Landmarks landmarks;
  private final Irises irises;
  private final byte[] jpeg;

  FacePicture(int frame, double seconds, Landmarks landmarks, Irises irises, byte[] jpeg) {
    this.frame = frame;
    this.seconds = seconds;
    this.landmarks = landmarks;
    this.irises = irises;
    this.jpeg = jpeg;
  }

  /** The number of the frame in the clip, from 0. */
  public int frame() {
    return frame;
  }

  /** When it is shown, in seconds from the first frame. */
  public double seconds() {
    return seconds;
  }

  /** In pixels of the crop. */
  public Landmarks landmarks() {
    return landmarks;
  }

  /** In pixels of the crop; none if they were not looked for. */
  public Irises irises() {
    return irises;
  }

  /** The crop, JPEG of quality 95; the caller leaves the array as it is. */
  public byte[] jpeg() {
    return jpeg;
  }
}
