package io.github.reenact.spark;

import java.io.Serializable;

/**
 * What each task of a preparation is told.
 *
 * @param input the folder that paths begin at, as URI
 * @param output the dataset, as URI
 * @param size side of the crops in pixels
 * @param rate at which clips are sampled
 * @param detector what finds faces
 * @param attempts after how many deaths of its process a file is left out, at least 1
 */
record Settings(
    String input, String output, int size, String rate, Models.Choice detector, int attempts)
    implements Serializable {}
