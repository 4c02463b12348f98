package io.github.reenact.evaluate;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.media.sheet.FaceLines;
import io.github.reenact.media.sheet.StrokeText;
import io.github.reenact.tf.ldnet.training.FaceKit;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import java.util.SplittableRandom;

/**
 * What a disentangler does, drawn: above, one motion on six persons, and below, six motions on one
 * person, all of the morphable face. Sources are on the edges; beneath what was decoded lies, thin
 * and grey, the exact answer.
 */
public final class TransferPicture {
  /** Of poses and expressions that can be told apart when drawn small. */
  private static final long SEED = 1005;

  private static final int CELLS = 6;
  private static final int CELL = 200;
  private static final int GAP = 10;
  private static final int LABEL = 26;

  /** Between the sources and what is made of them, and between the two halves. */
  private static final int APART = 24;

  private static final Color CARD = new Color(0x232a30);
  private static final Color WHO = new Color(0xf2b872);
  private static final Color WHAT = new Color(0x8fb8f6);
  private static final Color MADE = new Color(0x9fe0d8);
  private static final Color EXACT = new Color(0x7d8890);

  /** A person in a motion, of which either can be put with another's. */
  private static final class Source {
    private final float[] person;
    private final float[] expression;
    private final double[] rotation;

    Source(float[] person, float[] expression, double[] rotation) {
      this.person = person;
      this.expression = expression;
      this.rotation = rotation;
    }

    static Source random(FaceKit faceKit, SplittableRandom random) {
      float[] person = faceKit.randomPerson(random);
      float[] expression = faceKit.randomExpression(random);
      double[] angles = FaceKit.randomAngles(random, 1);
      return new Source(person, expression, FaceKit.rotation(angles[0], angles[1], angles[2]));
    }

    Landmarks landmarks(FaceKit faceKit) {
      float[] out = new float[2 * Landmarks.COUNT];
      faceKit.project(person, expression, rotation, out, 0);
      return Landmarks.of(out);
    }

    Source moved(Source driver) {
      return new Source(person, driver.expression, driver.rotation);
    }
  }

  private final FaceKit faceKit;
  private final LandmarkDisentangler net;
  private final Graphics2D g;

  private TransferPicture(FaceKit faceKit, LandmarkDisentangler net, Graphics2D g) {
    this.faceKit = faceKit;
    this.net = net;
    this.g = g;
  }

  /** Draws; always the same people. */
  public static Image draw(FaceKit faceKit, LandmarkDisentangler net) {
    int row = LABEL + CELL;
    int half = row + APART + CELL;
    int width = GAP + CELL + APART + CELLS * (CELL + GAP);
    int height = GAP + half + 2 * APART + half + GAP;
    Sheet sheet = new Sheet(width, height);
    Graphics2D g = sheet.graphics();
    SplittableRandom random = new SplittableRandom(SEED);
    Source[] people = new Source[CELLS];
    Source[] motions = new Source[CELLS];
    for (int i = 0; i < CELLS; i++) {
      people[i] = Source.random(faceKit, random);
      motions[i] = Source.random(faceKit, random);
    }
    TransferPicture drawing = new TransferPicture(faceKit, net, g);
    drawing.half(GAP, people, new Source[] {motions[0]});
    drawing.half(GAP + half + 2 * APART, new Source[] {people[0]}, motions);
    return sheet.finish();
  }

  /** The many on top, the one on the left. */
  private void half(int top, Source[] people, Source[] motions) {
    int made = top + LABEL + CELL + APART;
    boolean manyPeople = people.length > 1;
    Source one = manyPeople ? motions[0] : people[0];
    label(manyPeople ? "MOTION A" : "IDENTITY 1", GAP, made - LABEL);
    card(GAP, made, one.landmarks(faceKit), manyPeople ? WHAT : WHO);
    for (int i = 0; i < CELLS; i++) {
      int x = GAP + CELL + APART + i * (CELL + GAP);
      Source many = manyPeople ? people[i] : motions[i];
      label(manyPeople ? "IDENTITY " + (i + 1) : "MOTION " + (char) ('A' + i), x, top);
      card(x, top + LABEL, many.landmarks(faceKit), manyPeople ? WHO : WHAT);
      Source person = manyPeople ? many : one;
      Source driver = manyPeople ? one : many;
      background(x, made);
      face(x, made, person.moved(driver).landmarks(faceKit), EXACT, 1);
      face(
          x,
          made,
          net.combine(
              net.identity(person.landmarks(faceKit)), net.motion(driver.landmarks(faceKit))),
          MADE,
          2);
    }
  }

  private void label(String text, int x, int y) {
    StrokeText.draw(g, Sheet.WORDS, text, x + CELL / 2.0, y + 6, 11);
  }

  private void card(int x, int y, Landmarks face, Color color) {
    background(x, y);
    face(x, y, face, color, 2);
  }

  private void background(int x, int y) {
    g.setColor(CARD);
    g.fill(new RoundRectangle2D.Double(x, y, CELL, CELL, 12, 12));
  }

  private void face(int x, int y, Landmarks face, Color color, double width) {
    Landmarks placed =
        face.transform(
            Similarity.normalizing(face)
                .then(Similarity.scaleThenMove(0.255 * CELL, x + 0.5 * CELL, y + 0.47 * CELL)));
    g.setColor(color);
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    FaceLines.draw(g, placed);
  }
}
