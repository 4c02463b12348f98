package io.github.reenact.warp;

import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.head.EyeFrame;
import io.github.reenact.head.SmoothStep;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves the irises within the eyes of a picture (ours).
 *
 * <p>An iris moves as a whole, over the white of the eye, which is continued where the iris was
 * ({@link EyeWhite}); what a lid or a corner hid of it is as on its other side. Towards the lids
 * all fades within {@value #EDGE} of the eye's width, so that lashes stay; no pixel is fetched from
 * beyond them. An eye that shows no white is left alone.
 *
 * <p>Estimated radii are up to a third too small, so the edge of the iris is looked for.
 *
 * <p>Of irises moved aside by 0.06 to 0.18 widths in 24 photos another estimator reads 0.6 to 0.7
 * of the way, since lids and white change with a real gaze, too.
 */
public final class IrisWarp {
  /** The strip along the lids in which the shift fades, in widths of the eye. */
  static final double EDGE = 0.04;

  /** Landmarks of the lower lid lie a little within it: an iris goes as far beyond them. */
  private static final double LOWER = 0.02;

  /**
   * An iris is cut out, and the white put in its place, up to this factor of its radius; both fade
   * within {@link #FADE} of it. With the same edge for both an iris that stays gives the picture.
   */
  private static final double DISC = 1.15;

  private static final double FADE = 0.25;

  /** Ways shorter than this, in widths of the eye, are blended with the picture. */
  private static final double SHORT = 0.01;

  /** Edges that are weaker than this, of 255, are none. */
  private static final double LEAST_EDGE = 5;

  /** Beyond this place, in widths of the eye from its middle, is the flesh of a corner. */
  private static final double CORNER = 0.44;

  private IrisWarp() {}

  /**
   * A picture with its irises moved.
   *
   * @param face the landmarks in the picture
   * @param from where its irises are
   * @param to where they are to be; an eye without one or without a place in {@code from} is left
   *     alone
   * @return the same picture if nothing moves by a tenth of a pixel
   */
  public static Image move(Image picture, Landmarks face, Irises from, Irises to) {
    byte @Nullable [] out = null;
    for (boolean left : new boolean[] {true, false}) {
      Optional<Iris> a = left ? from.left() : from.right();
      Optional<Iris> b = left ? to.left() : to.right();
      if (a.isPresent()
          && b.isPresent()
          && Math.hypot(b.get().x() - a.get().x(), b.get().y() - a.get().y()) >= 0.1) {
        if (out == null) {
          out = picture.toRgb();
        }
        EyeOpening eye = new EyeOpening(face, left);
        if (eye.frame().width() >= 4) {
          new Eye(eye, picture, a.get(), b.get()).draw(picture.width(), picture.height(), out);
        }
      }
    }
    return out == null ? picture : Image.wrap(picture.width(), picture.height(), out);
  }

  /** One eye whose iris moves. */
  private static final class Eye {
    private final EyeOpening eye;
    private final EyePicture picture;
    private final EyeFrame.Place source;
    private final EyeFrame.Place target;
    private final double radius;

    /** Room for the upper lid's lashes and shadow, which do not go down with an iris. */
    private final double lashes;

    /** How much of the picture is replaced by an iris that moved. */
    private final double share;

    private final EyeWhite white;
    private final double[] layer = new double[3];
    private final double[] layered = new double[3];
    private final double[] part = new double[3];

    Eye(EyeOpening eye, Image image, Iris from, Iris to) {
      this.eye = eye;
      EyeFrame frame = eye.frame();
      picture = new EyePicture(image, frame);
      source = frame.place(from.x(), from.y());
      target = frame.place(to.x(), to.y());
      radius = radius(from.radius() / frame.width());
      white = new EyeWhite(eye, picture, source, (DISC + FADE) * radius, radius);
      lashes = Math.max(0, Math.min(EDGE, target.y() - source.y()));
      double way = Math.hypot(target.x() - source.x(), target.y() - source.y());
      share = white.isSeen() ? SmoothStep.of(way / SHORT) : 0;
    }

    /**
     * The radius at which the iris' edge is strongest left and right of its centre, 0.85 to 1.6
     * times the estimated one; unlikely ones need a stronger edge. 1.05 times if there is none.
     */
    private double radius(double estimated) {
      double best = LEAST_EDGE;
      double found = 1.05;
      for (int i = 0; i <= 15; i++) {
        double factor = 0.85 + 0.05 * i;
        double edge =
            edge((factor - 0.15) * estimated, (factor + 0.15) * estimated)
                * (1 - 0.5 * Math.abs(factor - 1.1));
        if (edge > best) {
          best = edge;
          found = factor;
        }
      }
      return found * estimated;
    }

    /** How much brighter the picture is on the outer circle than on the inner; 0 if not seen. */
    private double edge(double inner, double outer) {
      double sum = 0;
      int count = 0;
      double[] dark = new double[3];
      double[] bright = new double[3];
      for (int side = -1; side <= 1; side += 2) {
        for (int i = -2; i <= 2; i++) {
          double x = side * Math.cos(0.3 * i);
          double y = Math.sin(0.3 * i);
          double outerX = source.x() + outer * x;
          if (Math.abs(outerX) > CORNER
              || eye.inside(source.x() + inner * x, source.y() + inner * y) < EDGE / 2
              || eye.inside(outerX, source.y() + outer * y) < EDGE / 2) {
            continue;
          }
          picture.sample(source.x() + inner * x, source.y() + inner * y, dark);
          picture.sample(outerX, source.y() + outer * y, bright);
          // Without a bound a highlight would decide.
          sum +=
              Math.min(60, (bright[0] + bright[1] + bright[2] - dark[0] - dark[1] - dark[2]) / 3);
          count++;
        }
      }
      return count >= 3 ? sum / count : 0;
    }

    void draw(int width, int height, byte[] out) {
      EyeFrame frame = eye.frame();
      double unit = frame.width();
      int x0 = (int) Math.max(0, Math.floor(frame.x() - unit));
      int x1 = (int) Math.min(width - 1, Math.ceil(frame.x() + unit));
      int y0 = (int) Math.max(0, Math.floor(frame.y() - unit));
      int y1 = (int) Math.min(height - 1, Math.ceil(frame.y() + unit));
      double[] colour = new double[3];
      for (int y = y0; y <= y1; y++) {
        for (int x = x0; x <= x1; x++) {
          EyeFrame.Place p = frame.place(x, y);
          if (colour(p.x(), p.y(), colour)) {
            for (int c = 0; c < 3; c++) {
              out[3 * (y * width + x) + c] = (byte) Math.round(colour[c]);
            }
          }
        }
      }
    }

    /** The colour at a place, or false if it is the picture's. */
    private boolean colour(double x, double y, double[] colour) {
      double below = eye.belowUpper(x, y);
      double above = eye.lower(x) - y;
      if (below <= 0 || above <= -LOWER) {
        return false;
      }
      double lids = SmoothStep.of(below / EDGE);
      double old = Math.hypot(x - source.x(), y - source.y()) / radius;
      double now = Math.hypot(x - target.x(), y - target.y()) / radius;
      double hole = above > 0 ? lids * (1 - SmoothStep.of((old - DISC) / FADE)) : 0;
      double disc =
          lids * SmoothStep.of((above + LOWER) / EDGE) * (1 - SmoothStep.of((now - DISC) / FADE));
      if (!(hole > 0 || disc > 0)) {
        return false;
      }
      picture.sample(x, y, colour);
      System.arraycopy(colour, 0, layered, 0, 3);
      if (hole > 0) {
        white.sample(x, y, layer);
        mix(layered, layer, hole);
      }
      if (disc > 0) {
        iris(x, y, now, layer);
        mix(layered, layer, disc);
      }
      mix(colour, layered, share);
      return true;
    }

    /**
     * The colour of the moved iris and of the white at its edge. What lids or corners hid of it is
     * as it is on the other side: an iris looks the same all around.
     *
     * @param away from the iris' centre, in its radii
     */
    private void iris(double x, double y, double away, double[] colour) {
      double fromX = x - (target.x() - source.x());
      double fromY = y - (target.y() - source.y());
      double acrossX = 2 * source.x() - fromX;
      double acrossY = 2 * source.y() - fromY;
      Arrays.fill(colour, 0);
      double left = add(fromX, fromY, 1, seen(fromX, fromY), colour);
      left = add(acrossX, fromY, left, seen(acrossX, fromY), colour);
      left = add(acrossX, acrossY, left, seen(acrossX, acrossY), colour);
      left = add(fromX, acrossY, left, seen(fromX, acrossY), colour);
      left =
          add(fromX, within(fromX, fromY), left, SmoothStep.of((DISC - away) / (DISC - 1)), colour);
      if (left > 0) {
        white.sample(x, y, part);
        for (int c = 0; c < 3; c++) {
          colour[c] += left * part[c];
        }
      }
    }

    /** Adds a place's share of what is left to a colour; what is left then. */
    private double add(double x, double y, double left, double share, double[] colour) {
      if (left * share > 0) {
        picture.sample(x, y, part);
        for (int c = 0; c < 3; c++) {
          colour[c] += left * share * part[c];
        }
      }
      return left * (1 - share);
    }

    /** 1 where nothing hides the eyeball, less toward lids and corners, 0 beyond. */
    private double seen(double x, double y) {
      double free = Math.min(eye.belowUpper(x, y) - lashes, eye.lower(x) - y);
      return SmoothStep.of(free / EDGE) * (1 - SmoothStep.of((Math.abs(x) - CORNER + EDGE) / EDGE));
    }

    /** The y nearest to the given one that is not hidden by a lid. */
    private double within(double x, double y) {
      double upper = eye.upper(x);
      double lower = eye.lower(x);
      double margin = Math.min(EDGE / 2, Math.max(0, lower - upper) / 4);
      return Math.max(upper + margin, Math.min(lower - margin, y));
    }

    private static void mix(double[] colour, double[] other, double share) {
      for (int c = 0; c < 3; c++) {
        colour[c] += share * (other[c] - colour[c]);
      }
    }
  }
}
