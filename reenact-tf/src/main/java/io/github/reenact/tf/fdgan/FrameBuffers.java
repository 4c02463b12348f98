package io.github.reenact.tf.fdgan;

import io.github.reenact.Image;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.tf.fdgan.network.NetworkOutput;
import io.github.reenact.warp.Flow;
import io.github.reenact.warp.HeadWarp;
import io.github.reenact.warp.PhotoSet;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * What a frame is computed in. Kept: new memory takes longer than what is written to it.
 *
 * <p>For one frame at a time. Owns a tensor.
 */
final class FrameBuffers implements AutoCloseable {
  private final FdGan network;
  private final int width;
  private final NetworkInput input;
  private final NetworkOutput output;
  private final MidBandGain detail;
  private final byte[] condition;
  private final float[] unit;
  private final TFloat32 seen;
  private final PhotoBlend.Layers layers;

  /**
   * For photos of at most that width.
   *
   * @param width in pixels
   */
  FrameBuffers(FdGan network, int width) {
    this.network = network;
    this.width = width;
    FdGanConfig config = network.config();
    input = new NetworkInput(config.size());
    output = new NetworkOutput(config);
    detail = new MidBandGain(config.size());
    condition = new byte[config.size() * config.size() * FdGanNetwork.CONDITION_PLANES];
    unit = new float[condition.length];
    layers = new PhotoBlend.Layers(config.size(), width);
    seen = network.planes(unit);
  }

  /** The largest width of a photo. */
  int width() {
    return width;
  }

  /**
   * Generates a frame.
   *
   * @param target where the face goes, and the view of the network
   * @param person what is known of the person
   * @param k which of the photos is warped
   * @param blend of that photo
   */
  Image generate(
      NetworkInput.Face target, Dictionaries person, PhotoSet photos, int k, PhotoBlend blend) {
    HeadWarp warp = photos.warp(k);
    Flow flow = warp.to(target.landmarks());
    // Drawn as they are warped: lids that coincide are in no picture that the network learnt from.
    NetworkInput.Face drawn =
        new NetworkInput.Face(warp.parted(target.landmarks()), target.irises(), target.view());
    input.condition(photos.pixels(k), photos.pixels(0), flow, drawn, condition, 0);
    input.toUnit(condition, unit);
    NdArrays.wrap(seen.shape(), DataBuffers.of(unit, true, false)).copyTo(seen);
    network.translate(seen, person, output);
    float[] rendering = output.read(condition);
    detail.apply(rendering);
    return blend.compose(flow, target.view(), condition, input.source(), rendering, layers);
  }

  @Override
  public void close() {
    seen.close();
  }
}
