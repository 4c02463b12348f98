package io.github.reenact.tf.fdgan.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FdGanConfigTest {
  @Test
  void with_eachComponent_changesThatOne() {
    FdGanConfig config =
        FdGanConfig.DEFAULT
            .with("size", "128")
            .with("channels", "1,2,3,4,5")
            .with("slots", "7")
            .with("values", "9")
            .with("still", "false")
            .with("blocks", "2");
    assertThat(config)
        .isEqualTo(new FdGanConfig(128, List.of(1, 2, 3, 4, 5), 7, 9, true, false, 2));
    assertThat(FdGanConfig.DEFAULT.with("dense", "false").staticBranch()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "size,100",
    "size,x",
    "slots,-1",
    "values,0",
    "dense,yes",
    "blocks,-1",
    "depth,3",
    "channels,4"
  })
  void with_badValue_isRefusedByName(String name, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FdGanConfig.DEFAULT.with(name, value))
        .withMessageContaining(name);
  }

  @Test
  void with_staticBranchWithoutWarpBranch_isRefusedWhenAskedForOnly() {
    FdGanConfig paper = FdGanConfig.DEFAULT.withWarpBranch(false);
    assertThat(paper.staticBranch()).isFalse();
    assertThat(paper.with("still", "false")).isEqualTo(paper);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> paper.with("still", "true"))
        .withMessageContaining("staticBranch is true")
        .withMessageContaining("warpBranch is false");
    assertThat(paper.with("dense", "true").with("still", "true")).isEqualTo(FdGanConfig.DEFAULT);
  }

  @Test
  void new_nothingSeenOfThePhoto_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FdGanConfig.DEFAULT.with("slots", "0").with("dense", "false"))
        .withMessageContaining("nothing of the photo");
  }
}
