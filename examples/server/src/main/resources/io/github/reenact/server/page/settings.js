// The sliders: how much of the driver's motion the photo takes over.
const SLIDERS = [
  {name: 'pose', label: 'Head pose', max: 2, initial: 1},
  {name: 'mouth', label: 'Mouth', max: 2, initial: 1},
  {name: 'eyes', label: 'Eyes and brows', max: 2, initial: 1},
  {name: 'gaze', label: 'Gaze', max: 2, initial: 1},
  {name: 'strength', label: 'Overall strength', max: 2, initial: 1},
  {name: 'smoothing', label: 'Smoothing', max: 1, initial: 0.5},
];

export class Settings extends EventTarget {
  #inputs = new Map();
  #lookAtCamera = false;

  constructor(parent) {
    super();
    for (const {name, label, max, initial} of SLIDERS) {
      const row = document.createElement('div');
      row.className = 'slider';
      const text = document.createElement('label');
      text.textContent = label;
      text.htmlFor = 'set-' + name;
      // The slider itself says its value: an output element would say it once more.
      const output = document.createElement('span');
      output.className = 'value';
      output.setAttribute('aria-hidden', 'true');
      const input = document.createElement('input');
      Object.assign(input, {type: 'range', id: 'set-' + name, min: 0, max, step: 0.05});
      input.value = initial;
      row.append(text, output, input);
      parent.append(row);
      const show = () => {
        output.textContent = Math.round(input.value * 100) + ' %';
        input.setAttribute('aria-valuetext', output.textContent);
      };
      input.addEventListener('input', () => {
        show();
        this.#changed();
      });
      show();
      this.#inputs.set(name, {input, initial, show});
    }
  }

  get lookAtCamera() {
    return this.#lookAtCamera;
  }

  set lookAtCamera(on) {
    this.#lookAtCamera = on;
    this.#changed();
  }

  reset() {
    for (const {input, initial, show} of this.#inputs.values()) {
      input.value = initial;
      show();
    }
    this.#changed();
  }

  values() {
    const values = {lookAtCamera: this.#lookAtCamera};
    for (const [name, {input}] of this.#inputs) {
      values[name] = Number(input.value);
    }
    return values;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
