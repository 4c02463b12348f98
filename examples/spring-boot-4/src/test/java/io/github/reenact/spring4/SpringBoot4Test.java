package io.github.reenact.spring4;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.ReenactmentStatistics;
import io.github.reenact.Reenactor;
import io.github.reenact.spring.ReenactAutoConfiguration;
import io.github.reenact.spring.ReenactMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SpringBoot4Test {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ReenactAutoConfiguration.class))
          .withPropertyValues("reenact.translator=warp", "reenact.disentangler=none");

  @Test
  void context_properties_areThoseOfTheBean() {
    assertThat(SpringBootVersion.getVersion()).startsWith("4.");
    runner
        .withPropertyValues("reenact.detector=dlib-java", "reenact.motion=absolute")
        .run(
            context -> {
              Reenactor reenactor = context.getBean(Reenactor.class);
              assertThat(reenactor.detectorName()).isEqualTo("dlib-java");
              assertThat(reenactor.disentanglerName()).isEqualTo("none");
              assertThat(reenactor.translatorName()).isEqualTo("warp");
            });
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

  @Test
  void health_switchedOff_isNotThere() {
    runner
        .withPropertyValues("management.health.reenact.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void metrics_withSpringBootsOwnRegistry_countWhatSessionsDid() {
    runner
        .withConfiguration(
            AutoConfigurations.of(
                MetricsAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class))
        .run(
            context -> {
              context
                  .getBean(ReenactMetrics.class)
                  .add(new ReenactmentStatistics(10, 7, 2, 1, 0, 1, 2_000_000_000L, 3, 4));
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.counter("reenact.frames", "face", "seen").count()).isEqualTo(7);
            });
  }

  @Test
  void context_withoutActuatorAndMicrometer_hasTheBeanAlone() {
    runner
        .withClassLoader(
            new FilteredClassLoader("org.springframework.boot.health", "io.micrometer"))
        .run(
            context -> {
              assertThat(context).hasSingleBean(Reenactor.class);
              assertThat(context).doesNotHaveBean("reenactHealthIndicator");
              assertThat(context).doesNotHaveBean(ReenactMetrics.class);
            });
  }
}
