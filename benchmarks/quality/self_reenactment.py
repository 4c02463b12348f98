#!/usr/bin/env python3
"""Self-reenactment of real clips: the first frame is the photo, the clip itself drives, so every frame has its truth.

  self_reenactment.py --scorer SCORE_COMMAND --work DIR [--options "..."] [--translators warp,fdgan] CLIP.mp4 [CLIP.mp4 ..]

For each clip and translator it runs `./reenact animate --motion absolute`, then `SCORE_COMMAND self OUT CLIP PHOTO`,
which must print one line of JSON with numbers, and writes DIR/scores.json and a table in Markdown (means over the
clips). A clip that is scored already is not done again. Needs ffmpeg and Python 3, nothing else.
"""
import argparse
import json
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COLUMNS = ["l1", "l1_mouth", "l1_eyes", "ssim", "psnr", "akd", "identity", "pose", "mouth", "eyes", "flicker", "found"]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--scorer", required=True)
    p.add_argument("--work", required=True)
    p.add_argument("--options", default="", help="more options for animate, for example '--disentangler none'")
    p.add_argument("--translators", default="warp,fdgan")
    p.add_argument("clips", nargs="+")
    a = p.parse_args()
    os.makedirs(a.work, exist_ok=True)
    path = os.path.join(a.work, "scores.json")
    scores = json.load(open(path)) if os.path.exists(path) else {}
    for clip in a.clips:
        name = os.path.splitext(os.path.basename(clip))[0]
        photo = os.path.join(a.work, name + ".png")
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", clip, "-frames:v", "1", photo], check=True)
        for translator in a.translators.split(","):
            row = scores.setdefault(translator, {})
            if name in row:
                continue
            out = os.path.join(a.work, f"{name}_{translator}.mp4")
            command = [os.path.join(ROOT, "reenact"), "animate", "--source", photo, "--driving", clip, "--output", out]
            command += ["--overwrite", "--motion", "absolute", "--translator", translator] + shlex.split(a.options)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            printed = subprocess.run(shlex.split(a.scorer) + ["self", out, clip, photo], check=True, stdout=subprocess.PIPE, text=True).stdout
            row[name] = json.loads(printed.strip().split("\n")[-1])
            print(name, translator, row[name], file=sys.stderr)
            with open(path + ".part", "w") as f:
                json.dump(scores, f, indent=1)
            os.replace(path + ".part", path)
    print("| translator | clips | " + " | ".join(COLUMNS) + " |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for translator, row in scores.items():
        means = []
        for c in COLUMNS:
            v = [r[c] for r in row.values() if r.get(c) is not None]
            means.append(f"{sum(v) / len(v):.4f}" if v else "–")
        print(f"| {translator} | {len(row)} | " + " | ".join(means) + " |")


main()
