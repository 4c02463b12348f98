package io.github.reenact.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeEnvironmentTest {
  /** How often a variable is in C's environment, with a value. */
  private static int count(String entry) {
    PointerPointer<Pointer> all =
        new PointerPointer<>(new PointerPointer<>(Loader.addressof("environ")).get(0));
    int count = 0;
    for (long i = 0; all.get(i) != null; i++) {
      if (new BytePointer(all.get(i)).getString().equals(entry)) {
        count++;
      }
    }
    return count;
  }

  @Test
  void add_newVariables_areInTheEnvironmentOnce() {
    assertThat(NativeEnvironment.add("REENACT_TEST_A", "1")).contains("1");
    assertThat(NativeEnvironment.add("REENACT_TEST_B", "x=y")).contains("x=y");
    assertThat(NativeEnvironment.add("REENACT_TEST_A", "2")).contains("1");
    assertThat(count("REENACT_TEST_A=1")).isOne();
    assertThat(count("REENACT_TEST_A=2")).isZero();
    assertThat(count("REENACT_TEST_B=x=y")).isOne();
  }

  @Test
  void add_variableOfTheProcess_keepsItsValue() {
    String path = System.getenv("PATH");
    assertThat(path).isNotNull();
    assertThat(NativeEnvironment.add("PATH", "elsewhere")).contains(path);
    assertThat(count("PATH=" + path)).isOne();
    assertThat(count("PATH=elsewhere")).isZero();
  }
}
