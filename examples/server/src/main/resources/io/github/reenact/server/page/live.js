// One photo that moves: pictures of the driver out, frames in, over one WebSocket.
// Binary messages are a time in seconds (float64), from the server also its latency in
// milliseconds (float32), and JPEG.

import {request} from './api.js';

const IN_FLIGHT = 2;
const LOST_MS = 700;
// The driver's face needs few pixels; a slow network gets fewer.
const WIDTHS = [240, 320, 400];
const SLOW_MS = 250;
// From a picture of the driver until its frame is drawn, as a measure of the performance timeline.
const FRAME = 'reenact-frame';

export class Live extends EventTarget {
  #path;
  #socket = null;
  #wanted = true;
  #wait = 500;
  #timer = 0;
  #sent = new Map();
  #busy = false;
  #size = 1;
  #away = [];
  #settings;
  #shown = [];
  #latencies = [];
  #last = 0;
  #capture = document.createElement('canvas');

  constructor(portrait, face, settings) {
    super();
    this.#path = `/live?portrait=${portrait}&face=${face}`;
    this.#settings = settings;
    this.#connect();
  }

  #connect() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/api/v1${this.#path}`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => this.settings(this.#settings);
    socket.onmessage = e => (typeof e.data === 'string' ? this.#text(JSON.parse(e.data)) : this.#frame(e.data));
    socket.onclose = () => {
      this.#sent.clear();
      this.#tell('closed');
      if (this.#wanted) {
        this.#tell('down');
        this.#timer = setTimeout(() => this.#again(), this.#wait);
        this.#wait = Math.min(8000, this.#wait * 2);
      }
    };
  }

  // A page that nobody sees has no pictures to send: it would hold a place at the server for nothing.
  #again() {
    if (!document.hidden) {
      this.#connect();
      return;
    }
    document.addEventListener('visibilitychange', () => this.#wanted && this.#again(), {once: true});
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  #text(message) {
    if (message.type === 'ready') {
      this.#wait = 500;
    }
    this.#tell(message.type, message);
  }

  async #frame(data) {
    const view = new DataView(data);
    const seconds = view.getFloat64(0);
    const server = view.getFloat32(8);
    const latency = performance.now() - seconds * 1000;
    const captured = this.#sent.get(seconds) ?? seconds * 1000;
    for (const time of this.#sent.keys()) {
      if (time <= seconds) {
        this.#sent.delete(time);
      }
    }
    this.#adapt(latency - server);
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(data, 12)], {type: 'image/jpeg'}));
    if (seconds < this.#last) {
      // Two are decoded at once; the newer one was the faster.
      bitmap.close();
      return;
    }
    this.#last = seconds;
    this.#tell('frame', bitmap);
    const now = performance.now();
    this.#shown.push(now);
    this.#latencies.push(now - captured);
    if (this.#latencies.length > 60) {
      this.#latencies.shift();
    }
    // For the browser's own tools, which get it before it is cleared.
    performance.measure(FRAME, {start: captured, end: now});
    performance.clearMeasures(FRAME);
  }

  // By what the network takes, not the computation.
  #adapt(away) {
    this.#away.push(away);
    if (this.#away.length < 40) {
      return;
    }
    const median = this.#away.sort((a, b) => a - b)[20];
    this.#away = [];
    if (median > SLOW_MS && this.#size > 0) {
      this.#size--;
    } else if (median < SLOW_MS / 4 && this.#size < WIDTHS.length - 1) {
      this.#size++;
    }
  }

  // The newest picture of the driver, and when the camera took it; left out if two are on their way.
  async push(video, captured) {
    const now = performance.now();
    for (const time of this.#sent.keys()) {
      if (now - time * 1000 > LOST_MS) {
        this.#sent.delete(time);
      }
    }
    const socket = this.#socket;
    if (this.#busy || this.#sent.size >= IN_FLIGHT || socket.readyState !== WebSocket.OPEN || !video.videoWidth) {
      return;
    }
    this.#busy = true;
    try {
      const seconds = now / 1000;
      const canvas = this.#capture;
      const scale = Math.min(1, WIDTHS[this.#size] / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      canvas.getContext('2d', {alpha: false}).drawImage(video, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.8));
      const jpeg = new Uint8Array(await blob.arrayBuffer());
      const message = new Uint8Array(8 + jpeg.length);
      new DataView(message.buffer).setFloat64(0, seconds);
      message.set(jpeg, 8);
      if (socket.readyState === WebSocket.OPEN) {
        this.#sent.set(seconds, captured ?? now);
        socket.send(message);
      }
    } finally {
      this.#busy = false;
    }
  }

  // Why the server refuses the session, which browsers do not tell; null if it does not.
  refusal() {
    return request(this.#path).then(() => null, e => e);
  }

  #order(order) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(order));
      return true;
    }
    return false;
  }

  settings(values) {
    this.#settings = values;
    this.#order({type: 'settings', settings: values});
  }

  neutral() {
    this.#order({type: 'neutral'});
  }

  record(on) {
    return this.#order({type: 'record', on});
  }

  // Frames in the last second, and the median time from a picture to its frame on the screen.
  speed() {
    const now = performance.now();
    this.#shown = this.#shown.filter(t => now - t <= 1000);
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    return {fps: this.#shown.length, latency: sorted.length ? sorted[sorted.length >> 1] : NaN};
  }

  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  // As close, but a recording is completed before.
  finish() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    if (!this.record(false)) {
      this.close();
      return;
    }
    for (const type of ['recorded', 'problem']) {
      this.addEventListener(type, () => this.close());
    }
  }
}
