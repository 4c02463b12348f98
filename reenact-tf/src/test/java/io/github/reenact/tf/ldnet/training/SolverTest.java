package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SolverTest {
  @Test
  void solve_equations_givesTheLeastSquares() {
    double[] normal = new double[4];
    double[] right = new double[2];
    // y = 2 x + 1 with an error of +1 and -1 that cancels.
    Solver.accumulate(normal, right, new double[] {0, 1}, 2);
    Solver.accumulate(normal, right, new double[] {0, 1}, 0);
    Solver.accumulate(normal, right, new double[] {3, 1}, 7);
    assertThat(Solver.solve(normal, right)).containsExactly(new double[] {2, 1}, within(1e-9));
  }

  @Test
  void factor_notPositive_isRefused() {
    assertThatThrownBy(() -> Solver.factor(new double[] {1, 2, 2, 1}, 2))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void descend_solutionOutsideOfTheRange_stopsAtItsEdge() {
    double[] x = {0.5, 0.5};
    Solver.descend(new double[] {2, 0, 0, 1}, new double[] {1, 3}, x, 0, 1.2, 50);
    assertThat(x).containsExactly(new double[] {0.5, 1.2}, within(1e-6));
  }
}
