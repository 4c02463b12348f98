package io.github.reenact.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorFlowRuntimeTest {
  @ParameterizedTest
  @CsvSource({
    "SSE41, false",
    "AVX, false",
    "AVX2, false",
    "avx2, false",
    "AVX2_VNNI, false",
    "AVX2_VNNI_2, true",
    "AVX512_CORE, true",
    "AVX512_CORE_BF16, true",
    "AVX512_CORE_AMX, true",
    "ALL, true",
    "DEFAULT, true"
  })
  void hasBfloat16_oneDnnHeldToInstructions_isWhetherTheyDo(String isa, boolean expected) {
    assertThat(TensorFlowRuntime.hasBfloat16(Map.of("ONEDNN_MAX_CPU_ISA", isa)))
        .isEqualTo(expected);
    assertThat(TensorFlowRuntime.hasBfloat16(Map.of("DNNL_MAX_CPU_ISA", isa))).isEqualTo(expected);
  }

  @Test
  void hasBfloat16_oneDnnFree_isTrue() {
    assertThat(TensorFlowRuntime.hasBfloat16(Map.of())).isTrue();
  }
}
