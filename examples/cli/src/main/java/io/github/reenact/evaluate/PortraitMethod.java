package io.github.reenact.evaluate;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.PortraitTranslator;

/**
 * What is measured: a translator and a disentangler, which stay the caller's to close.
 *
 * @param translatorName for the tables
 * @param disentanglerName for the tables
 */
public record PortraitMethod(
    String translatorName,
    PortraitTranslator translator,
    String disentanglerName,
    LandmarkDisentangler disentangler) {
  String name() {
    return translatorName + ", " + disentanglerName;
  }
}
