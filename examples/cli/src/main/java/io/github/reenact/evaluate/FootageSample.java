package io.github.reenact.evaluate;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.util.Optional;

/**
 * A frame of a take, and what was made of it.
 *
 * @param number of the frame in the take
 * @param take the frame
 * @param own the face in it
 * @param ownIrises the irises in it
 * @param driver the driver's face beside it
 * @param made the picture
 * @param face found in it
 * @param irises found in it
 */
record FootageSample(
    int number,
    Image take,
    Landmarks own,
    Irises ownIrises,
    Landmarks driver,
    Image made,
    Optional<Landmarks> face,
    Irises irises) {}
