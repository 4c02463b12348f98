package io.github.reenact.pipeline;

import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.head.SmoothStep;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Puts faces that were moved one by one back into the photo of them all (ours).
 *
 * <p>Each face is a layer over the part of the photo in which it moves. Smaller faces, which are
 * farther away, are laid first. The weight of a layer is 1 on its own face, where the face was and
 * where it is now; 0 on the other faces behind it, but for what its own covers; in between it falls
 * with the ratio of the distances from both, in half axes of an ellipse around the face. A face
 * that stays still is a layer of the photo's own pixels. Where no other face is near, the weight is
 * 1 up to the part's sides, along which it fades: there nothing moves any more, unless a head went
 * far away.
 *
 * <p>Immutable and thread-safe.
 */
public final class GroupComposer {
  /** Half axes of a face's ellipse, and how far its centre lies above the landmarks', in radii. */
  private static final double HALF_WIDTH = 1.35;

  private static final double HALF_HEIGHT = 1.75;
  private static final double RISE = 0.3;

  /** How soft the outline of a face before another one is, in half axes. */
  private static final double SOFT = 0.15;

  /** How far around a face what is behind or still has a claim, in half axes. */
  private static final double CLAIM = 1.5;

  /** Along the sides of a part a layer fades within so many sides of the face. */
  private static final double FADE = 0.15;

  /** Weights are computed at so many places in the side of a face, and are linear in between. */
  private static final int NODES = 32;

  private final Image photo;

  /**
   * A face in a frame.
   *
   * @param source its landmarks in the photo
   * @param target where it is now, in the photo's pixels
   * @param part in which it moves
   * @param image of the part with the face moved; empty if the face stays still
   */
  public record Layer(Landmarks source, Landmarks target, PhotoPart part, Optional<Image> image) {
    /** A face that stays still. */
    public static Layer still(Landmarks face, Image photo) {
      return new Layer(
          face, face, PhotoPart.around(face, photo.width(), photo.height()), Optional.empty());
    }
  }

  /** For one photo. */
  public GroupComposer(Image photo) {
    this.photo = photo;
  }

  /** The photo with all layers on it. */
  public Image compose(List<Layer> layers) {
    List<Head> heads =
        layers.stream()
            .map(Head::new)
            .sorted(Comparator.comparingDouble(head -> head.layer.target.size()))
            .toList();
    byte[] out = photo.toRgb();
    for (int k = 0; k < heads.size(); k++) {
      List<Head> behind = heads.subList(0, k);
      if (heads.get(k).moves() || behind.stream().anyMatch(Head::moves)) {
        blend(out, heads.get(k), behind);
      }
    }
    return Image.wrap(photo.width(), photo.height(), out);
  }

  private void blend(byte[] out, Head head, List<Head> behind) {
    PhotoPart part = head.layer.part;
    Image picture = head.layer.image.orElse(photo);
    ByteBuffer pixels = picture.pixels();
    int origin = head.moves() ? 0 : part.y() * photo.width() + part.x();
    Weights weights = new Weights(head, behind);
    int[] row = new int[part.width()];
    for (int y = 0; y < part.height(); y++) {
      weights.row(y, row);
      int to = 3 * ((part.y() + y) * photo.width() + part.x());
      int from = 3 * (origin + y * picture.width());
      for (int w : row) {
        PixelBlend.lay(out, to, pixels, from, w);
        to += 3;
        from += 3;
      }
    }
  }

  /** A layer, and how far a place is from its face. */
  private static final class Head {
    final Layer layer;

    Head(Layer layer) {
      this.layer = layer;
    }

    boolean moves() {
      return layer.image.isPresent();
    }

    /** How far outside of the face, where it was and where it is, in half axes; 0 within. */
    double outside(double x, double y) {
      return Math.max(0, Math.min(ratio(layer.source, x, y), ratio(layer.target, x, y)) - 1);
    }

    private static double ratio(Landmarks face, double x, double y) {
      double r = Math.max(face.radius(), 1e-6);
      return Math.hypot(
          (x - face.centerX()) / (HALF_WIDTH * r),
          (y - face.centerY() + RISE * r) / (HALF_HEIGHT * r));
    }

    /** The same, but infinite from where the face has no claim any more. */
    double claim(double x, double y) {
      double d = outside(x, y);
      return d < CLAIM ? d / (1 - d / CLAIM) : Double.POSITIVE_INFINITY;
    }

    /** The weight of this layer over one of a face behind it. */
    double over(Head other, double x, double y) {
      double own = moves() ? outside(x, y) : claim(x, y);
      double others = other.claim(x, y);
      if (own == Double.POSITIVE_INFINITY || others == Double.POSITIVE_INFINITY) {
        return own == Double.POSITIVE_INFINITY ? 0 : 1;
      }
      return 1 - SmoothStep.of(own / (own + others + SOFT));
    }
  }

  /**
   * A layer's weights in its part, 0 to {@link PixelBlend#ONE}: linear between the nodes of a grid.
   */
  private final class Weights {
    private final PhotoPart part;
    private final double fade;
    private final int step;
    private final int columns;
    private final float[] nodes;

    Weights(Head head, List<Head> behind) {
      part = head.layer.part;
      double size = head.layer.source.size();
      fade = Math.max(FADE * size, 1);
      step = Math.max(1, (int) (size / NODES));
      columns = (part.width() - 1) / step + 2;
      nodes = new float[columns * ((part.height() - 1) / step + 2)];
      for (int o = 0; o < nodes.length; o++) {
        int x = part.x() + o % columns * step;
        int y = part.y() + o / columns * step;
        double weight = edge(x, part.x(), part.width(), photo.width());
        weight *= edge(y, part.y(), part.height(), photo.height());
        for (int k = 0; k < behind.size() && weight > 0; k++) {
          weight *= head.over(behind.get(k), x, y);
        }
        nodes[o] = (float) (PixelBlend.ONE * weight);
      }
    }

    /** Falls to 0 towards the sides of the part that are not the photo's. */
    private double edge(double at, int first, int length, int photoLength) {
      double low = first > 0 ? SmoothStep.of((at - first) / fade) : 1;
      int last = first + length - 1;
      return last < photoLength - 1 ? low * SmoothStep.of((last - at) / fade) : low;
    }

    void row(int y, int[] out) {
      int above = y / step * columns;
      float v = y % step / (float) step;
      for (int x = 0; x < out.length; x++) {
        int a = above + x / step;
        float u = x % step / (float) step;
        float upper = nodes[a] + u * (nodes[a + 1] - nodes[a]);
        float lower = nodes[a + columns] + u * (nodes[a + columns + 1] - nodes[a + columns]);
        out[x] = Math.round(upper + v * (lower - upper));
      }
    }
  }
}
