#!/usr/bin/env python3
"""Estimates the mean 3D shape of the 68 landmarks from tracked faces, with no 3D data.

  fit_head_shape.py --data DIR [--frames 15] > src/main/resources/io/github/reenact/head/head-shape.csv

DIR/items/*/landmarks.csv holds one clip each: a header "frame,time,x0,y0,..,x67,y67", then one row a frame, in pixels
with y down; rows with missing numbers are skipped, photos (one row) are used like the rest.

Structure from motion under weak perspective (ours): every frame is the same head, scaled, turned and moved, plus what
people and expressions differ in, which averages out over many of both. The start is a rank-3 factorisation (Tomasi and
Kanade, 1992) with its metric upgrade; then pose and shape are fitted in turns. The pose is fitted to points that stay
in place when a face talks and blinks; the jaw is left out, since its points slide along the outline as the head turns.
What the factorisation cannot know is the sign of the depth: the tip of the nose is in front.

The result is symmetric, has its origin in the middle of the outer corners of the eyes, a distance of 1 between these,
x to the right of the picture, y down, z towards the camera, and looks into the camera as the average frame does.
Needs numpy.
"""
import argparse, glob, os, sys
import numpy as np

RIGID = np.array([17, 21, 22, 26, 27, 28, 29, 30, 31, 33, 35, 36, 39, 42, 45])
MIRROR = np.array([*range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
                   54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65])


def load(folder, frames):
    """Frames x 68 x 2, and a weight a frame: every clip counts alike."""
    out, weight = [], []
    for path in sorted(glob.glob(os.path.join(folder, "items", "*", "landmarks.csv"))):
        with open(path) as f:
            names = f.readline().strip().split(",")
            first = names.index("x0")
            rows = []
            for line in f:
                v = line.strip().split(",")[first:first + 136]
                if len(v) == 136 and all(v):
                    rows.append([float(a) for a in v])
        rows = np.array([r for r in rows if np.isfinite(r).all()])
        if len(rows):
            rows = rows[np.unique(np.linspace(0, len(rows) - 1, frames).astype(int))]
            out += list(rows.reshape(-1, 68, 2))
            weight += [1 / len(rows)] * len(rows)
    if len(out) < 30:
        sys.exit(f"only {len(out)} frames with landmarks in {folder}/items/*/landmarks.csv; at least 30 are needed")
    return np.array(out), np.array(weight)


def factorise(w):
    """The rigid points' shape by factorisation, n x 3, up to a turn and the sign of the depth."""
    f, n = w.shape[:2]
    u, s, vt = np.linalg.svd(w.transpose(0, 2, 1).reshape(2 * f, n), full_matrices=False)
    m, x = (u[:, :3] * s[:3]).reshape(f, 2, 3), vt[:3]
    # the metric upgrade: a symmetric L with a L a' = b L b' and a L b' = 0 for both rows a, b of every frame
    row = lambda a, b: np.stack([a[:, 0] * b[:, 0], a[:, 0] * b[:, 1] + a[:, 1] * b[:, 0], a[:, 0] * b[:, 2] + a[:, 2] * b[:, 0], a[:, 1] * b[:, 1],
                                 a[:, 1] * b[:, 2] + a[:, 2] * b[:, 1], a[:, 2] * b[:, 2]], 1)
    a, b = m[:, 0], m[:, 1]
    c = np.concatenate([row(a, a) - row(b, b), row(a, b)])
    l = np.linalg.svd(c)[2][-1]
    l = np.array([[l[0], l[1], l[2]], [l[1], l[3], l[4]], [l[2], l[4], l[5]]])
    e, v = np.linalg.eigh(l * np.sign(np.trace(l)))
    q = v * np.sqrt(np.maximum(e, 1e-3 * e.max()))
    return (np.linalg.inv(q) @ x).T


def poses(w, x):
    """Scale, 2x3 rotation rows and shift of every frame, fitted to points x (n x 3)."""
    x0 = x.mean(0)
    p = np.linalg.pinv(x - x0)
    centre = w.mean(1)
    a = np.einsum("ij,fjk->fki", p, w - centre[:, None])
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    r = u @ vt
    s = s.mean(1)
    return s, r, centre - s[:, None] * (r @ x0)


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--data", required=True, help="folder with items/*/landmarks.csv")
    args.add_argument("--frames", type=int, default=15, help="frames taken of every clip")
    args = args.parse_args()
    w, weight = load(args.data, args.frames)
    # both the frames and their mirror images, so that no side is preferred
    m = w[:, MIRROR] * [-1, 1]
    w, weight = np.concatenate([w, m]), np.concatenate([weight, weight])
    w = w - w[:, RIGID].mean(1, keepdims=True)
    w /= np.sqrt((w[:, RIGID] ** 2).sum((1, 2), keepdims=True) / len(RIGID))
    x = factorise(w[:, RIGID])
    shape = np.zeros((68, 3))
    shape[RIGID] = x
    keep = np.ones(len(w), bool)
    for step in range(300):
        s, r, t = poses(w[:, RIGID], shape[RIGID])
        err = np.sqrt(((np.einsum("f,fij,nj->fni", s, r, shape[RIGID]) + t[:, None] - w[:, RIGID]) ** 2).sum(-1).mean(1))
        keep = err < 3 * np.median(err)  # lost faces
        a = s[keep, None, None] * r[keep]
        g = weight[keep]
        h = np.einsum("f,fki,fkj->ij", g, a, a)
        b = np.einsum("f,fki,fnk->ni", g, a, w[keep] - t[keep, None])
        new = np.linalg.solve(h, b.T).T
        new *= np.sqrt((shape[RIGID] ** 2).sum() / (new[RIGID] ** 2).sum())
        done = np.abs(new - shape)[RIGID].max() < 1e-7
        shape = new
        if done:
            break
    # upright: the plane of symmetry becomes x = 0, the average frame looks into the camera
    s, r, t = poses(w[:, RIGID], shape[RIGID])
    mean = np.einsum("f,fij->ij", weight, np.concatenate([r, np.cross(r[:, 0], r[:, 1])[:, None]], 1))
    u, _, vt = np.linalg.svd(mean)
    shape = shape @ (u @ vt).T
    if shape[30, 2] < shape[[36, 45], 2].mean():
        shape[:, 2] *= -1
    shape -= (shape[36] + shape[45]) / 2
    shape = (shape + shape[MIRROR] * [-1, 1, 1]) / 2
    shape /= np.linalg.norm(shape[36] - shape[45])
    yaw = np.degrees(np.arcsin(np.clip(np.abs(np.concatenate([r, np.cross(r[:, 0], r[:, 1])[:, None]], 1)[:, 0, 2]), 0, 1)))
    print(f"{len(w) // 2} frames, {keep.sum() // 2} kept, {step + 1} rounds, error {100 * np.median(err):.2f} % of the rigid points' radius, "
          f"turn {np.percentile(yaw, 50):.0f} degrees at the median, {np.percentile(yaw, 95):.0f} at 95 %", file=sys.stderr)
    print("# mean 3D shape of the 68 landmarks, made by tools/fit_head_shape.py; outer corners of the eyes are 1 apart,")
    print("# x to the right of the picture, y down, z towards the camera, origin between the outer corners of the eyes")
    print("x,y,z")
    for p in shape:
        print(",".join(f"{v + 0.0:.4f}" for v in p))


main()
