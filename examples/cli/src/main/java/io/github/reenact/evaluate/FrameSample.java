package io.github.reenact.evaluate;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.util.Optional;

/**
 * A frame that was made, and the driving frame that it was made for.
 *
 * @param number of the driving frame
 * @param made the picture
 * @param face found in it
 * @param driving the driving frame
 * @param wanted the landmarks of the driving frame
 * @param faceIrises found in the picture
 * @param wantedIrises found in the driving frame
 */
record FrameSample(
    int number,
    Image made,
    Optional<Landmarks> face,
    Image driving,
    Landmarks wanted,
    Irises faceIrises,
    Irises wantedIrises) {}
