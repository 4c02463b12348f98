package io.github.reenact.landmarks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Skips the test, or a class of them, where the build has no native library; it counts as skipped,
 * and the report has the reason, which the build says, too.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.github.reenact.landmarks.DlibNative#isThere",
    disabledReason = "this build has no native library of dlib for this platform")
@interface NeedsNative {}
