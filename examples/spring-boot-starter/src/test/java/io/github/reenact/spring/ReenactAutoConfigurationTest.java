package io.github.reenact.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.ReenactmentStatistics;
import io.github.reenact.Reenactor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ReenactAutoConfigurationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ReenactAutoConfiguration.class))
          .withPropertyValues("reenact.translator=warp", "reenact.disentangler=none");

  @Test
  void context_properties_areThoseOfTheBean() {
    runner
        .withPropertyValues("reenact.detector=dlib-java", "reenact.motion=absolute")
        .run(
            context -> {
              Reenactor reenactor = context.getBean(Reenactor.class);
              assertThat(reenactor.detectorName()).isEqualTo("dlib-java");
              assertThat(reenactor.disentanglerName()).isEqualTo("none");
              assertThat(reenactor.translatorName()).isEqualTo("warp");
            });
  }

  @Test
  void context_propertyThatCannotBe_failsWithItsName() {
    runner
        .withPropertyValues("reenact.strength=9")
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("9"));
    runner
        .withPropertyValues("reenact.motion=sideways")
        .run(context -> assertThat(context).getFailure().hasStackTraceContaining("reenact.motion"));
  }

  @Test
  void health_openThenClosed_isUpThenDown() {
    runner.run(
        context -> {
          HealthIndicator indicator = context.getBean(HealthIndicator.class);
          Health up = indicator.health();
          assertThat(up.getStatus()).isEqualTo(Status.UP);
          assertThat(up.getDetails()).containsEntry("translator", "warp");
          context.getBean(Reenactor.class).close();
          assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
        });
  }

  /** Whatever the detector throws, the page of health is there and says it. */
  @Test
  void health_detectorThatFails_isDownWithItsException() {
    LandmarkDetector broken =
        new LandmarkDetector() {
          @Override
          public List<Landmarks> detectAll(Image image) {
            throw new UnsupportedOperationException("broken");
          }

          @Override
          public LandmarkTracker track(int face) {
            throw new UnsupportedOperationException("broken");
          }

          @Override
          public void close() {}
        };
    try (Reenactor own =
        Reenactor.builder().detector(broken).translator("warp").disentangler("none").build()) {
      runner
          .withBean(Reenactor.class, () -> own)
          .run(
              context -> {
                Health down = context.getBean(HealthIndicator.class).health();
                assertThat(down.getStatus()).isEqualTo(Status.DOWN);
                assertThat(down.getDetails().toString()).contains("broken");
              });
    }
  }

  @Test
  void health_switchedOff_isNotThere() {
    runner
        .withPropertyValues("management.health.reenact.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void metrics_withARegistry_countWhatSessionsDid() {
    runner
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              ReenactMetrics metrics = context.getBean(ReenactMetrics.class);
              metrics.add(new ReenactmentStatistics(10, 7, 2, 1, 0, 1, 2_000_000_000L, 3, 4));
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.counter("reenact.frames", "face", "seen").count()).isEqualTo(7);
              assertThat(registry.counter("reenact.frames", "face", "missing").count())
                  .isEqualTo(3);
              assertThat(registry.counter("reenact.seconds", "step", "detect").count())
                  .isEqualTo(2);
            });
    runner.run(context -> assertThat(context).doesNotHaveBean(ReenactMetrics.class));
  }

  @Test
  void context_withoutActuatorAndMicrometer_hasTheBeanAlone() {
    runner
        .withClassLoader(
            new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer"))
        .run(
            context -> {
              assertThat(context).hasSingleBean(Reenactor.class);
              assertThat(context).doesNotHaveBean(HealthIndicator.class);
            });
  }

  @Test
  void context_ownReenactor_isKept() {
    try (Reenactor own = Reenactor.builder().translator("warp").disentangler("none").build()) {
      runner
          .withBean(Reenactor.class, () -> own)
          .run(context -> assertThat(context.getBean(Reenactor.class)).isSameAs(own));
    }
  }
}
