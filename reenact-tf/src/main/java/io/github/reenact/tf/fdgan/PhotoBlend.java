package io.github.reenact.tf.fdgan;

import io.github.reenact.Image;
import io.github.reenact.warp.Flow;

/**
 * Puts a rendering of the face view into the warped photo, at the photo's own size: flow, mask and
 * colour are enlarged, the photo's pixels are not, so that its detail survives. Toward the view's
 * border the rendering fades into the warped photo, so that there is no seam.
 *
 * <p>Not tied to a thread.
 */
final class PhotoBlend {
  /** Width of the fade as a share of the view. */
  private static final float FADE = 0.06f;

  private final int width;
  private final int height;
  private final byte[] photo;
  private final int size;

  PhotoBlend(Image photo, int size) {
    width = photo.width();
    height = photo.height();
    this.photo = photo.toRgb();
    this.size = size;
  }

  /**
   * Composes a frame.
   *
   * @param warped the whole photo under the flow
   * @param rendering size x size x 6: colour and mask in 0..1, flow in view pixels
   */
  Image compose(Image warped, Flow flow, FaceView view, float[] rendering) {
    byte[] out = warped.toRgb();
    int x0 = (int) Math.max(0, Math.ceil(view.x()));
    int y0 = (int) Math.max(0, Math.ceil(view.y()));
    int x1 = (int) Math.min(width - 1.0, Math.floor(view.x() + (size - 1) * view.step()));
    int y1 = (int) Math.min(height - 1.0, Math.floor(view.y() + (size - 1) * view.step()));
    int planes = FdGan.OUTPUT_PLANES;
    int row = size * planes;
    float[] r = new float[planes];
    for (int y = y0; y <= y1; y++) {
      float v = (float) ((y - view.y()) / view.step());
      int vi = Math.min((int) v, size - 2);
      float fv = v - vi;
      for (int x = x0; x <= x1; x++) {
        float u = (float) ((x - view.x()) / view.step());
        int ui = Math.min((int) u, size - 2);
        float fu = u - ui;
        int at = (vi * size + ui) * planes;
        float w11 = fu * fv;
        float w01 = fu - w11;
        float w10 = fv - w11;
        float w00 = 1 - fu - w10;
        for (int k = 0; k < planes; k++) {
          r[k] =
              w00 * rendering[at + k]
                  + w01 * rendering[at + planes + k]
                  + w10 * rendering[at + row + k]
                  + w11 * rendering[at + row + planes + k];
        }
        float edge = Math.min(Math.min(u, v), Math.min(size - 1 - u, size - 1 - v)) / (FADE * size);
        float share = edge >= 1 ? 1 : edge * edge * (3 - 2 * edge);
        blend(out, (y * width + x) * 3, x, y, share, r, flow, view.step());
      }
    }
    return Image.of(width, height, out);
  }

  private void blend(
      byte[] out, int o, int x, int y, float share, float[] r, Flow flow, double step) {
    float mask = r[3];
    double px = x + r[4] * step;
    double py = y + r[5] * step;
    float sx = Math.min(Math.max(flow.sourceX(px, py), 0), width - 1f);
    float sy = Math.min(Math.max(flow.sourceY(px, py), 0), height - 1f);
    int ix = Math.max(0, Math.min((int) sx, width - 2));
    int iy = Math.max(0, Math.min((int) sy, height - 2));
    float fx = sx - ix;
    float fy = sy - iy;
    int a = (iy * width + ix) * 3;
    int right = width > 1 ? 3 : 0;
    int down = height > 1 ? width * 3 : 0;
    for (int k = 0; k < 3; k++) {
      float upper = mix(photo[a + k] & 255, photo[a + right + k] & 255, fx);
      float lower = mix(photo[a + down + k] & 255, photo[a + down + right + k] & 255, fx);
      float colour = mix(r[k] * 255, mix(upper, lower, fy), mask);
      out[o + k] = NetworkInput.toByte(mix(out[o + k] & 255, colour, share));
    }
  }

  private static float mix(float a, float b, float share) {
    return a + share * (b - a);
  }
}
