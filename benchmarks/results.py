#!/usr/bin/env python3
"""Keeps, shows and compares results of the benchmarks. Needs Python 3, Java, and the benchmarks' jar.

  results.py run FILE.json [JMH's options ..]     measures, and writes the results with what they were measured on;
                                                  -- between options begins another run of JMH for the same file
  results.py table FILE.json                      as Markdown; the network's share of the peak, if both were measured
  results.py compare OLD.json NEW.json [PERCENT]  what became slower, or allocates more, by PERCENT (default 10) or
                                                  more; status 1 if anything did. Only results of one machine compare
"""
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
JAR = os.path.join(HERE, "target", "benchmarks.jar")
PEAK_MACS = 4 * 64 * 64 * 9 * 128 * 128  # PeakThroughputBenchmark
RENDER_MACS = 2_235_432_960  # FD-GAN's translator, docs/fdgan.md


def run(path, options):
    if not os.path.exists(JAR):
        sys.exit(f"{JAR} is not there; build it: ./mvnw -q -DskipTests -pl benchmarks -am package")
    results = []
    for part in parts(options):
        with tempfile.TemporaryDirectory() as folder:
            raw = os.path.join(folder, "jmh.json")
            status = subprocess.run(["java", "-jar", JAR, "-rf", "json", "-rff", raw] + part).returncode
            if status or not os.path.exists(raw):
                sys.exit(status or f"nothing was measured; {path} is not written")
            with open(raw) as f:
                results += json.load(f)
    out = {
        "date": datetime.date.today().isoformat(),
        "commit": text("git", "-C", HERE, "rev-parse", "--short", "HEAD"),
        "changed": bool(text("git", "-C", HERE, "status", "--porcelain", "--untracked-files=no")),
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "java": f"{results[0]['vmName']} {results[0]['vmVersion']}",
        "tensorflow_java": tensorflow(),
        "options": options,
        "results": [short(r) for r in results],
    }
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path + ".part", "w") as f:
        json.dump(out, f, indent=1)
        f.write("\n")
    os.replace(path + ".part", path)
    print(path)


def parts(options):
    """Options of each run of JMH."""
    out = [[]]
    for option in options:
        if option == "--":
            out.append([])
        else:
            out[-1].append(option)
    return out


def short(r):
    p = r["primaryMetric"]
    values = sorted(v for fork in p["rawData"] for v in fork)
    out = {
        "benchmark": r["benchmark"].rsplit(".", 2)[-2] + "." + r["benchmark"].rsplit(".", 1)[-1],
        "params": r.get("params", {}),
        "unit": p["scoreUnit"],
        "median": statistics.median(values),
        "least": values[0],
        "most": values[-1],
        "threads": r["threads"],
        "forks": r["forks"],
        "runs": len(values),
    }
    for argument in r.get("jvmArgs", []):
        if argument.startswith("-XX:ActiveProcessorCount="):
            out["processors"] = int(argument.split("=")[1])
    allocated = r.get("secondaryMetrics", {}).get("gc.alloc.rate.norm")
    if allocated:
        out["bytes"] = allocated["score"]
    return out


def text(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    except OSError:
        return ""


def processor():
    try:
        with open("/proc/cpuinfo") as f:
            for line in f:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor()


def tensorflow():
    with open(os.path.join(HERE, "..", "pom.xml")) as f:
        for line in f:
            if "<tensorflow.version>" in line:
                return line.split(">")[1].split("<")[0]
    return ""


def read(path):
    with open(path) as f:
        return json.load(f)


def name(r):
    params = ", ".join(f"{k} {v}" for k, v in sorted(r["params"].items()))
    if r["threads"] > 1:
        params += f"{', ' if params else ''}{r['threads']} threads"
    if "processors" in r:
        params += f"{', ' if params else ''}processors {r['processors']}"
    return r["benchmark"] + (f" ({params})" if params else "")


def millis(r):
    """Milliseconds of one operation, also where operations a second were measured."""
    if r["unit"] == "ops/s":
        return 1e3 / r["median"]
    return r["median"] * {"us/op": 1e-3, "ms/op": 1, "s/op": 1e3}[r["unit"]]


def spread(r):
    """Least and most of the runs in milliseconds."""
    if r["unit"] == "ops/s":
        return 1e3 / r["most"], 1e3 / r["least"]
    scale = millis(r) / r["median"]
    return r["least"] * scale, r["most"] * scale


def table(path):
    data = read(path)
    print(f"{data['processor']}, {data['cores']} cores; {data['java']}; TensorFlow Java {data['tensorflow_java']}; "
          f"{data['date']}, commit {data['commit']}{' and changes' if data['changed'] else ''}\n")
    print("| benchmark | median, ms | least to most | allocated, MB |")
    print("|---|--:|--:|--:|")
    for r in data["results"]:
        least, most = spread(r)
        megabytes = f"{r['bytes'] / 1e6:.2f}" if "bytes" in r else ""
        print(f"| {name(r)} | {millis(r):.3g} | {least:.3g} to {most:.3g} | {megabytes} |")
    peaks = {r["params"]["precision"]: PEAK_MACS / millis(r) / 1e6 for r in data["results"]
             if r["benchmark"].startswith("PeakThroughputBenchmark") and r["params"].get("device") == "cpu"
             and "processors" not in r}
    for r in data["results"]:
        p = r["params"]
        if ("processors" not in r and r["benchmark"] == "PortraitBenchmark.render"
                and p.get("translator") == "fdgan" and p.get("device") == "cpu"):
            rate = RENDER_MACS / millis(r) / 1e6
            shares = ", ".join(f"{100 * rate / v:.0f} % of the peak in {k} ({v:.0f})" for k, v in peaks.items())
            if shares:
                print(f"\nrender, size {p['size']}: {rate:.0f} · 10⁹ multiply-accumulates a second: {shares}")


def compare(old, new, percent):
    before = {name(r): r for r in read(old)["results"]}
    worse = []
    for r in read(new)["results"]:
        b = before.get(name(r))
        if not b:
            continue
        for what, x, y in (("time", millis(b), millis(r)), ("allocation", b.get("bytes"), r.get("bytes"))):
            if x and y:
                change = 100 * (y / x - 1)
                # within what both runs scatter by themselves nothing can be said
                apart = what != "time" or spread(r)[0] > spread(b)[1] or spread(r)[1] < spread(b)[0]
                mark = ""
                if change >= percent and apart:
                    worse.append(name(r))
                    mark = "  <- worse"
                print(f"{name(r)}: {what} {change:+.1f} %{mark}")
    sys.exit(1 if worse else 0)


def main():
    a = sys.argv[1:]
    if len(a) >= 2 and a[0] == "run":
        run(a[1], a[2:])
    elif len(a) == 2 and a[0] == "table":
        table(a[1])
    elif len(a) in (3, 4) and a[0] == "compare":
        compare(a[1], a[2], float(a[3]) if len(a) == 4 else 10)
    else:
        sys.exit(__doc__)


main()
