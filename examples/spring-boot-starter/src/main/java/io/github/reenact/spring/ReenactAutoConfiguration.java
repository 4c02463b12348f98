package io.github.reenact.spring;

import io.github.reenact.Image;
import io.github.reenact.Reenactor;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A {@link Reenactor} by the {@linkplain ReenactProperties properties}, unless the program has one
 * of its own; its health; and {@link ReenactMetrics} where there is a meter registry.
 */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration")
@EnableConfigurationProperties(ReenactProperties.class)
public class ReenactAutoConfiguration {
  /** The models are loaded here, and freed when the context is closed. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Reenactor reenactor(ReenactProperties properties) {
    return properties.builder().build();
  }

  /** With Spring Boot's actuator. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
  static class HealthConfiguration {
    private static final Image BLANK = Image.of(64, 64, new byte[64 * 64 * 3]);

    @Bean
    @ConditionalOnMissingBean(name = "reenactHealthIndicator")
    @ConditionalOnEnabledHealthIndicator("reenact")
    HealthIndicator reenactHealthIndicator(Reenactor reenactor) {
      return () -> health(reenactor);
    }

    /** Whether the detector works: it throws when it is closed. */
    private static Health health(Reenactor reenactor) {
      try {
        reenactor.detector().detectAll(BLANK);
      } catch (IllegalStateException e) {
        return Health.down(e).build();
      }
      return Health.up()
          .withDetail("detector", reenactor.detectorName())
          .withDetail("disentangler", reenactor.disentanglerName())
          .withDetail("translator", reenactor.translatorName())
          .build();
    }
  }

  /** With Micrometer. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class MetricsConfiguration {
    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    ReenactMetrics reenactMetrics(MeterRegistry registry) {
      return new ReenactMetrics(registry);
    }
  }
}
