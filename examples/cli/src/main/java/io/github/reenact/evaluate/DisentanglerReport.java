package io.github.reenact.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * DisentanglerMetrics as text: Markdown tables with a column a model, and JSON with all numbers.
 */
public final class DisentanglerReport {
  private final DisentanglerMetrics metrics;
  private final StringBuilder out = new StringBuilder();

  private DisentanglerReport(DisentanglerMetrics metrics) {
    this.metrics = metrics;
  }

  /** All numbers, named as the components of {@link DisentanglerMetrics}. */
  public static String json(DisentanglerMetrics metrics) {
    return ReportJson.of(metrics);
  }

  /** Tables for people. */
  public static String markdown(DisentanglerMetrics metrics) {
    DisentanglerReport report = new DisentanglerReport(metrics);
    report.write();
    return report.out.toString();
  }

  private void write() {
    out.append("# LD-Net, measured\n");
    model();
    if (metrics.facekit() != null) {
      faceKit(metrics.facekit());
    }
    if (metrics.real() != null) {
      real(metrics.real());
    }
  }

  private void model() {
    head("The model", "");
    row("file, bytes", m -> "%,d".formatted(m.bytes()));
    row("identity code, numbers", m -> "" + m.identitySize());
    row("motion code, numbers", m -> "" + m.motionSize());
    row("encoding an identity, ms", m -> decimals(m.latency().identity(), 3));
    row("encoding a motion, ms", m -> decimals(m.latency().motion(), 3));
    row("decoding, ms", m -> decimals(m.latency().combine(), 3));
    text("Times are medians of 2,000 calls from one thread.");
  }

  private void faceKit(DisentanglerMetrics.FaceKitReferences r) {
    head(
        "Morphable face: error of the transfer",
        ("One person's identity with another's motion against the exact answer, %,d pairs of"
                + " persons that no training saw: mean and 95th percentile, in per cent of the face"
                + " size.")
            .formatted(r.copy().pairs()));
    row("**LD-Net**", m -> errors(onFaceKit(m).transfer()));
    same("copy of the driver", errors(r.copy()));

    head(
        "Morphable face: does the motion code name the person?",
        ("40 unknown persons in 60 motions each that have nothing to do with them, half for"
                + " training: accuracy of the nearest neighbour / of a linear classifier, and as"
                + " multiples of chance (%s).")
            .formatted(percent(r.numbersNamePerson().chance())));
    row("**motion code** (low is good)", m -> leak(onFaceKit(m).motionNamesPerson()));
    row("identity code (high is good)", m -> leak(onFaceKit(m).identityNamesPerson()));
    same("exact motion numbers", leak(r.numbersNamePerson()));
    same("motion numbers measured on landmarks", leak(r.measuredNumbersNamePerson()));
    same("landmarks", leak(r.landmarksNamePerson()));

    head(
        "Morphable face: does the identity code tell the motion?",
        "R² on 2,000 unknown persons, by ridge regression / by ten nearest neighbours.");
    told("identity code", m -> onFaceKit(m).identityTellsMotion(), "low");
    told("motion code", m -> onFaceKit(m).motionTellsMotion(), "high");

    head("Morphable face: codes of what was decoded", ROUND_TRIP);
    row("motion code", m -> roundTrip(onFaceKit(m).motionRoundTrip()));
    row("identity code", m -> roundTrip(onFaceKit(m).identityRoundTrip()));
  }

  private static final String ROUND_TRIP =
      "One person's identity with another's motion, encoded again: mean squared change of the code"
          + " as a part of its variance / mean cosine to the code before, less the mean code.";

  private void real(DisentanglerMetrics.RealReferences r) {
    head(
        "Real people: error of the transfer",
        ("Identity from one frame, motion from another of the same person, against that frame's"
                + " landmarks; %d people, %,d pairs: mean and 95th percentile, in per cent of the"
                + " face size.")
            .formatted(r.people(), r.copy().pairs()));
    row("**LD-Net**", m -> errors(onReal(m).errors().transfer()));
    row("LD-Net, identity of up to 8 frames", m -> errors(onReal(m).errors().averaged()));
    same("copy of the first frame", errors(r.copy()));
    same("first frame, turned in the plane", errors(r.turned()));
    text(
        "The %,d of these pairs whose person has a third frame, from which motion can be relative:"
            .formatted(r.relative().pairs()));
    header();
    row("**LD-Net**", m -> errors(onReal(m).errors().transferWithThird()));
    row("LD-Net, identity of up to 8 frames", m -> errors(onReal(m).errors().averagedWithThird()));
    same("first frame + (second - third)", errors(r.relative()));

    IdentityLeak numbers = r.naming().numbersNamePerson();
    IdentityLeak landmarks = r.naming().landmarksNamePerson();
    if (numbers != null && landmarks != null) {
      head(
          "Real people: does the motion code name the person?",
          ("%d people with clips, %d frames each from the first 45 %% of their clips for training"
                  + " and as many from the last 45 %% for the test; means of ten draws: accuracy of"
                  + " the nearest neighbour / of a linear classifier, and as multiples of chance"
                  + " (%s). The motion numbers are the floor: what habit and camera give away, and any"
                  + " motion code has to carry.")
              .formatted(
                  r.naming().peopleWithClips(),
                  r.naming().framesEach(),
                  percent(numbers.chance())));
      row("**motion code** (low is good)", m -> leak(onReal(m).leaks().motionNamesPerson()));
      row("identity code (high is good)", m -> leak(onReal(m).leaks().identityNamesPerson()));
      same("motion numbers (the floor)", leak(numbers));
      same("yaw, pitch and roll alone", leak(r.naming().poseNamesPerson()));
      same("landmarks", leak(landmarks));
    }

    head(
        "Real people: does the identity code tell the motion?",
        "R² on people not seen in training (five parts), by ridge regression / by ten nearest"
            + " neighbours.");
    told("identity code", m -> onReal(m).leaks().identityTellsMotion(), "low");
    told("motion code", m -> onReal(m).leaks().motionTellsMotion(), "high");
    if (numbers != null) {
      text("The same later in the clips of the people of the training:");
      header();
      told("identity code", m -> onReal(m).leaks().identityTellsMotionOfKnown(), "low");
      told("motion code", m -> onReal(m).leaks().motionTellsMotionOfKnown(), "high");
    }

    head("Real people: codes of what was decoded", ROUND_TRIP);
    row("motion code", m -> roundTrip(onReal(m).motionRoundTrip()));
    row("identity code", m -> roundTrip(onReal(m).identityRoundTrip()));
  }

  private static DisentanglerMetrics.OnFaceKit onFaceKit(DisentanglerMetrics.Model model) {
    DisentanglerMetrics.OnFaceKit out = model.facekit();
    if (out == null) {
      throw new IllegalArgumentException(model.name() + " was not measured on the morphable face");
    }
    return out;
  }

  private static DisentanglerMetrics.OnReal onReal(DisentanglerMetrics.Model model) {
    DisentanglerMetrics.OnReal out = model.real();
    if (out == null) {
      throw new IllegalArgumentException(model.name() + " was not measured on real people");
    }
    return out;
  }

  private void head(String title, String about) {
    out.append("\n## ").append(title).append('\n');
    if (!about.isEmpty()) {
      text(about);
    }
    header();
  }

  private void text(String about) {
    out.append('\n').append(about).append('\n');
  }

  private void header() {
    List<String> names = new ArrayList<>(List.of(""));
    metrics.models().forEach(m -> names.add(m.name().replace("|", "\\|")));
    out.append('\n');
    cells(names);
    cells(names.stream().map(n -> n.isEmpty() ? "---" : "---:").toList());
  }

  private void cells(List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private void row(String name, Function<DisentanglerMetrics.Model, String> cell) {
    List<String> cells = new ArrayList<>(List.of(name));
    metrics.models().forEach(m -> cells.add(cell.apply(m)));
    cells(cells);
  }

  private void same(String name, String cell) {
    row(name, m -> cell);
  }

  private void told(
      String code, Function<DisentanglerMetrics.Model, @Nullable MotionLeak> leak, String good) {
    for (String number : MotionLeak.NUMBERS) {
      row(
          number + " from the " + code + " (" + good + " is good)",
          m -> {
            MotionLeak l = leak.apply(m);
            return l == null ? "" : r2(l.linear(), number) + " / " + r2(l.neighbours(), number);
          });
    }
  }

  private static String r2(Map<String, Double> values, String number) {
    return decimals(values.getOrDefault(number, Double.NaN), 2);
  }

  private static String errors(Errors e) {
    return e.pairs() == 0 ? "" : decimals(e.mean(), 2) + " (p95 " + decimals(e.p95(), 2) + ")";
  }

  private static String leak(@Nullable IdentityLeak l) {
    return l == null
        ? ""
        : "%s / %s (%s / %s x)"
            .formatted(
                percent(l.nearest()),
                percent(l.linear()),
                decimals(l.nearestRatio(), 2),
                decimals(l.linearRatio(), 2));
  }

  private static String roundTrip(RoundTrip r) {
    return decimals(r.difference(), 3) + " / " + decimals(r.cosine(), 3);
  }

  private static String percent(double part) {
    return decimals(100 * part, 1) + " %";
  }

  private static String decimals(double value, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
