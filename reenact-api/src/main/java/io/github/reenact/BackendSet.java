package io.github.reenact;

import java.util.Optional;

/** The backends that the sessions of a {@link Reenactor} work with. */
record BackendSet(
    LandmarkDetector detector,
    LandmarkDisentangler disentangler,
    PortraitTranslator translator,
    Optional<GazeEstimator> gazeEstimator) {}
