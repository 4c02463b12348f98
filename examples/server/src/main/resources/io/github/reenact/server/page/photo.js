// The photo: chosen, made smaller, sent, its faces shown.
import {postFile, Problem} from './api.js';

const MAX_BYTES = 60e6;

async function decode(blob) {
  if (blob.size > MAX_BYTES) {
    throw new Problem(0, 'The photo is larger than 60 MB. Make it smaller.');
  }
  try {
    return await createImageBitmap(blob, {imageOrientation: 'from-image'});
  } catch {
    throw new Problem(0, 'The browser cannot read this file as a picture. Choose a JPEG, PNG or WebP photo.');
  }
}

// Scaled and stored anew: metadata such as the place where it was taken stay here.
export async function scaled(blob, side) {
  const bitmap = await decode(blob);
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.93));
}

export async function send(blob, side) {
  const portrait = await postFile('/portraits', await scaled(blob, side));
  return portrait;
}

export function drawnSample() {
  return fetch('/api/v1/samples/portrait').then(r => {
    if (!r.ok) {
      throw new Problem(r.status, 'The server cannot draw the sample. Try again.');
    }
    return r.blob();
  });
}

// The face at the same place in the same photo at another size.
export function sameFace(from, face, to) {
  const centre = (p, f) => [(f.left + f.width / 2) / p.width, (f.top + f.height / 2) / p.height];
  const [x, y] = centre(from, from.faces[face]);
  const away = f => Math.hypot(centre(to, f)[0] - x, centre(to, f)[1] - y);
  return to.faces.reduce((best, f, i) => (away(f) < away(to.faces[best]) ? i : best), 0);
}

// Boxes over the picture to choose from; they follow the size of the canvas.
export class FaceBoxes {
  #portrait = null;

  constructor(parent, canvas) {
    this.parent = parent;
    this.canvas = canvas;
    new ResizeObserver(() => this.place()).observe(canvas);
  }

  show(portrait, chosen, onChoose) {
    this.#portrait = portrait;
    this.parent.replaceChildren(
      ...portrait.faces.map((face, i) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.setAttribute('aria-pressed', String(i === chosen));
        button.setAttribute('aria-label', `Face ${i + 1} of ${portrait.faces.length}`);
        const label = document.createElement('span');
        label.textContent = `Face ${i + 1}`;
        button.append(label);
        button.addEventListener('click', () => {
          for (const other of this.parent.children) {
            other.setAttribute('aria-pressed', String(other === button));
          }
          onChoose(i);
        });
        return button;
      }),
    );
    this.parent.hidden = portrait.faces.length < 2;
    this.place();
  }

  hide() {
    this.parent.hidden = true;
  }

  place() {
    const p = this.#portrait;
    if (!p) {
      return;
    }
    const {clientWidth: w, clientHeight: h, offsetLeft: left, offsetTop: top} = this.canvas;
    const scale = Math.min(w / p.width, h / p.height);
    Object.assign(this.parent.style, {
      left: left + (w - p.width * scale) / 2 + 'px',
      top: top + (h - p.height * scale) / 2 + 'px',
      width: p.width * scale + 'px',
      height: p.height * scale + 'px',
    });
    p.faces.forEach((face, i) => {
      Object.assign(this.parent.children[i].style, {
        left: face.left * scale + 'px',
        top: face.top * scale + 'px',
        width: face.width * scale + 'px',
        height: face.height * scale + 'px',
      });
    });
  }
}
