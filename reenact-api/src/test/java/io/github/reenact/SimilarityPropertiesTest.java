package io.github.reenact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.testing.TestFaces;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;

/** What holds for all similarity transforms. */
class SimilarityPropertiesTest {
  @Provide
  Arbitrary<Similarity> similarities() {
    Arbitrary<Double> scales = Arbitraries.doubles().between(0.05, 20).ofScale(3);
    Arbitrary<Double> angles =
        Arbitraries.doubles().between(-180, 180).ofScale(3).map(Math::toRadians);
    Arbitrary<Double> shifts = Arbitraries.doubles().between(-3000, 3000);
    return Combinators.combine(scales, angles, shifts, shifts)
        .as((r, t, x, y) -> new Similarity(r * Math.cos(t), r * Math.sin(t), x, y));
  }

  private static void assertSame(Similarity actual, Similarity expected) {
    double size = 1 + Math.abs(expected.tx()) + Math.abs(expected.ty()) + expected.scale();
    assertThat(actual.a()).isCloseTo(expected.a(), within(1e-9 * size));
    assertThat(actual.b()).isCloseTo(expected.b(), within(1e-9 * size));
    assertThat(actual.tx()).isCloseTo(expected.tx(), within(1e-9 * size));
    assertThat(actual.ty()).isCloseTo(expected.ty(), within(1e-9 * size));
  }

  @Property
  void inverse_undoesTheTransform_onBothSides(@ForAll("similarities") Similarity s) {
    double before = 1e-6 * (1 + Math.abs(s.tx()) + Math.abs(s.ty())) * (s.scale() + 1 / s.scale());
    for (Similarity both : new Similarity[] {s.then(s.inverse()), s.inverse().then(s)}) {
      assertThat(both.a()).isCloseTo(1, within(1e-9));
      assertThat(both.b()).isCloseTo(0, within(1e-9));
      assertThat(both.tx()).isCloseTo(0, within(before));
      assertThat(both.ty()).isCloseTo(0, within(before));
    }
  }

  @Property
  void then_ofThree_isAssociative(
      @ForAll("similarities") Similarity a,
      @ForAll("similarities") Similarity b,
      @ForAll("similarities") Similarity c) {
    assertSame(a.then(b).then(c), a.then(b.then(c)));
  }

  @Property
  void then_scalesMultiplyAndAnglesAdd(
      @ForAll("similarities") Similarity a, @ForAll("similarities") Similarity b) {
    Similarity both = a.then(b);
    assertThat(both.scale()).isCloseTo(a.scale() * b.scale(), within(1e-9 * both.scale()));
    double turn = both.angle() - a.angle() - b.angle();
    assertThat(Math.cos(turn)).isCloseTo(1, within(1e-9));
  }

  @Property
  void apply_distances_growByTheScale(
      @ForAll("similarities") Similarity s,
      @ForAll @FloatRange(min = -500, max = 500) float x,
      @ForAll @FloatRange(min = -500, max = 500) float y) {
    double moved = Math.hypot(s.applyX(x, y) - s.applyX(0, 0), s.applyY(x, y) - s.applyY(0, 0));
    double expected = s.scale() * Math.hypot(x, y);
    assertThat(moved).isCloseTo(expected, within(0.01 + 1e-5 * expected));
  }

  @Property
  void fit_transformedFace_findsTheTransform(@ForAll("similarities") Similarity s) {
    Landmarks face = TestFaces.face().at(0, 0, 100);
    Similarity found = Similarity.fit(face, face.transform(s));
    assertThat(found.a()).isCloseTo(s.a(), within(1e-4 * (1 + s.scale())));
    assertThat(found.b()).isCloseTo(s.b(), within(1e-4 * (1 + s.scale())));
    assertThat(found.tx()).isCloseTo(s.tx(), within(0.05 * (1 + s.scale())));
    assertThat(found.ty()).isCloseTo(s.ty(), within(0.05 * (1 + s.scale())));
  }

  @Property
  void normalizing_faceAnywhere_givesCentreAndSize(
      @ForAll @FloatRange(min = -2000, max = 4000) float x,
      @ForAll @FloatRange(min = -2000, max = 4000) float y,
      @ForAll @DoubleRange(min = 10, max = 1500) double size) {
    Landmarks face = TestFaces.face().at(x, y, (float) size);
    Landmarks normal = face.transform(Similarity.normalizing(face));
    assertThat(normal.radius()).isCloseTo(1, within(0.002f));
    assertThat(normal.centerX()).isCloseTo(0, within(0.002f));
    assertThat(normal.centerY()).isCloseTo(0, within(0.002f));
  }
}
