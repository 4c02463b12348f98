package io.github.reenact.spring;

import io.github.reenact.Image;
import io.github.reenact.Reenactor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
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
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@EnableConfigurationProperties(ReenactProperties.class)
public class ReenactAutoConfiguration {
  private static final Image BLANK = Image.of(64, 64, new byte[64 * 64 * 3]);

  /** The models are loaded here, and freed when the context is closed. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Reenactor reenactor(ReenactProperties properties) {
    return properties.builder().build();
  }

  /** The names of the backends; an exception tells that the detector does not work. */
  private static Map<String, String> check(Reenactor reenactor) {
    reenactor.detector().detectAll(BLANK);
    return Map.of(
        "detector", reenactor.detectorName(),
        "disentangler", reenactor.disentanglerName(),
        "translator", reenactor.translatorName());
  }

  /** With the actuator of Spring Boot 3. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
  static class HealthConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "reenactHealthIndicator")
    @ConditionalOnEnabledHealthIndicator("reenact")
    HealthIndicator reenactHealthIndicator(Reenactor reenactor) {
      return new AbstractHealthIndicator() {
        @Override
        protected void doHealthCheck(Health.Builder health) {
          health.up().withDetails(check(reenactor));
        }
      };
    }
  }

  /** With the actuator of Spring Boot 4, which has these classes in other packages. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(org.springframework.boot.health.contributor.HealthIndicator.class)
  static class Health4Configuration {
    @Bean
    @ConditionalOnMissingBean(name = "reenactHealthIndicator")
    @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator(
        "reenact")
    org.springframework.boot.health.contributor.HealthIndicator reenactHealthIndicator(
        Reenactor reenactor) {
      return new org.springframework.boot.health.contributor.AbstractHealthIndicator() {
        @Override
        protected void doHealthCheck(
            org.springframework.boot.health.contributor.Health.Builder health) {
          health.up().withDetails(check(reenactor));
        }
      };
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
