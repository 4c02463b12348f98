/**
 * Training data: how they are made from videos and photos, and where they lie.
 *
 * <pre>
 * DIR/dataset.json             {"format":"reenact-dataset","version":1,"size":256,"fps":25}
 * DIR/index.csv                item,identity,split,kind,frames,source
 * DIR/skipped.csv              path,reason
 * DIR/items/ITEM/landmarks.csv frame,time,x0,y0,..,x67,y67
 * DIR/items/ITEM/00000.jpg ..  the face crops
 * </pre>
 *
 * <ul>
 *   <li>{@code dataset.json}: {@code size} is the side of the square crops in pixels, {@code fps}
 *       the rate at which clips were sampled ({@code "30000/1001"} is a string, whole rates are
 *       numbers).
 *   <li>{@code index.csv}: one line for each complete item, written last: an item without a line is
 *       not part of the data. {@code kind} is {@code clip} or {@code photo}, {@code frames} the
 *       number of pictures, {@code source} the path below the input folder, followed by {@code
 *       #t=SECONDS} if it is a range of a long video (see {@link
 *       io.github.reenact.dataset.VideoRange}). Cells with a comma or a quote are quoted as RFC
 *       4180 says.
 *   <li>{@code skipped.csv}: what the last run could not use, and why.
 *   <li>{@code landmarks.csv}: in pixels of the crop, see {@link
 *       io.github.reenact.media.LandmarksCsv}. A line's frame number is its picture's name with
 *       five digits or more. Frames without a face have neither, so numbers may have gaps.
 *   <li>Pictures: JPEG of quality 95 with full chroma resolution. All frames of a clip are cut from
 *       the same square (see {@link io.github.reenact.dataset.FaceCrop}), so the background stands
 *       still as far as the camera does.
 * </ul>
 */
@NullMarked
package io.github.reenact.dataset;

import org.jspecify.annotations.NullMarked;
