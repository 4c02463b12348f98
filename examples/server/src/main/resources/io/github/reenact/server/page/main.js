// The page: what the buttons do.
import {remove} from './api.js';
import {Driver} from './driver.js';
import {Jobs} from './jobs.js';
import {Live} from './live.js';
import {hush, status, tell} from './notice.js';
import {drawnSample, FaceBoxes, send} from './photo.js';
import {Settings} from './settings.js';

const $ = id => document.getElementById(id);
const LIVE_SIDE = 640;
const CONSENT = 'reenact-consent';
const LETTERS = 'reenact-letters';
const LIVE_TOOLS = ['neutral', 'look', 'mirror', 'compare', 'full', 'record'];

const settings = new Settings($('sliders'));
const driver = new Driver($('driver'));
const jobs = new Jobs(settings);
const stage = $('stage');
const canvas = $('result');
const context = canvas.getContext('2d', {alpha: false});
const boxes = new FaceBoxes($('faces'), canvas);

let photo = null; // {blob, portrait, face}
let live = null;
let moving = false;
let loops = 0;

function toggle(id, on) {
  $(id).setAttribute('aria-pressed', String(on));
}

function isOn(id) {
  return $(id).getAttribute('aria-pressed') === 'true';
}

function allow() {
  const consent = $('consent').checked;
  $('photo').disabled = !consent;
  $('camera').disabled = !photo;
  $('sample-clip').disabled = !photo;
  $('clip').disabled = !photo || !consent;
  jobs.allow(consent);
}

function showDriving(on) {
  $('camera').textContent = on ? 'Stop' : 'Start camera';
  $('camera').classList.toggle('primary', !on);
}

function isRecording() {
  return $('record').hasAttribute('data-on');
}

function showRecording(on) {
  $('record').toggleAttribute('data-on', on);
  $('record-label').textContent = on ? 'Stop recording' : 'Record';
}

// Photo

async function takePhoto(blobOrPromise) {
  hush();
  stopDriver();
  status('Looking for faces', 'busy');
  try {
    const blob = await blobOrPromise;
    const portrait = await send(blob, LIVE_SIDE);
    const before = photo;
    photo = {blob, portrait, face: 0};
    if (before) {
      remove('/portraits/' + before.portrait.id);
    }
    await showPhoto();
    jobs.photo(photo);
    status('Ready: start a driver', 'idle');
  } catch (e) {
    status(photo ? 'Ready: start a driver' : 'Choose a photo', photo ? 'idle' : 'error');
    tell(e.message);
  }
  allow();
}

async function showPhoto() {
  const {portrait} = photo;
  const bitmap = await createImageBitmap(await (await fetch(portrait.image)).blob());
  canvas.width = portrait.width;
  canvas.height = portrait.height;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  stage.removeAttribute('data-empty');
  stage.removeAttribute('data-mirror');
  const many = portrait.faces.length > 1;
  $('face-hint').hidden = !many;
  $('face-hint').textContent = many ? `${portrait.faces.length} faces were found. Choose in the picture whom to move.` : '';
  boxes.show(portrait, photo.face, face => {
    photo.face = face;
  });
}

// Driver and session

async function startDriver(start) {
  hush();
  stopDriver();
  status('Starting', 'busy');
  try {
    await start();
    stage.setAttribute('data-driver', '');
    toggle('mirror', driver.kind === 'camera');
    connect();
    showDriving(true);
    LIVE_TOOLS.forEach(id => ($(id).disabled = false));
    moving = true;
    loop();
  } catch (e) {
    stopDriver();
    status('Ready: start a driver', 'idle');
    tell(e.message);
  }
}

function stopDriver() {
  moving = false;
  driver.stop();
  if (isRecording()) {
    live?.finish();
  } else {
    live?.close();
  }
  live = null;
  stage.removeAttribute('data-driver');
  stage.removeAttribute('data-compare');
  toggle('compare', false);
  showRecording(false);
  showDriving(false);
  $('meter').hidden = true;
  $('counts').textContent = '';
  LIVE_TOOLS.forEach(id => ($(id).disabled = true));
}

function connect() {
  live?.close();
  const session = new Live(photo.portrait.id, photo.face, settings.values());
  live = session;
  const mine = handler => e => session === live && handler(e.detail);
  session.addEventListener('ready', mine(() => {
    status('Live', 'live');
    hush('offline');
  }));
  session.addEventListener('frame', e => {
    if (session === live) {
      paint(e.detail);
    }
    e.detail.close();
  });
  session.addEventListener('statistics', mine(s => {
    $('counts').textContent = `${s.shown} frames shown, ${s.dropped} left out to stay in time, ${s.late} late, ${s.faceLost} without a face`;
  }));
  session.addEventListener('problem', mine(({problem}) => tell(`${problem.title}. ${problem.detail}.`)));
  // Of a session that has ended meanwhile, too: the recording ends with it.
  session.addEventListener('recorded', ({detail: {url}}) => {
    tell('The recording is complete. It says in its metadata that it is synthetic.', {
      kind: 'info', link: {href: url + '?download', text: 'Download the recording'},
    });
  });
  session.addEventListener('down', mine(reconnecting));
}

async function reconnecting() {
  const lost = isRecording();
  status('Reconnecting', 'busy');
  showRecording(false);
  if (lost) {
    tell('The connection was lost, and the recording with it. Record again once the picture moves.');
  }
  const session = live;
  const refusal = await live.refusal();
  if (session !== live || refusal === null) {
    return;
  }
  if (refusal.status === 404) {
    // The server was started anew, or the photo has expired: send it again.
    try {
      photo.portrait = await send(photo.blob, LIVE_SIDE);
      if (session === live) {
        connect();
      }
    } catch {
      // The next try to connect comes here again.
    }
  } else if (!lost) {
    const text = refusal.status === 0 ? 'The server does not answer. Check that reenact serve still runs.' : refusal.message;
    tell(text + ' The page connects again by itself.', {kind: 'offline'});
  }
}

function paint(bitmap) {
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  stage.toggleAttribute('data-mirror', isOn('mirror'));
  boxes.hide();
  context.drawImage(bitmap, 0, 0);
  canvas.dataset.frames = Number(canvas.dataset.frames ?? 0) + 1;
}

// One for each start of a driver; its session may be replaced meanwhile.
function loop() {
  const mine = ++loops;
  const video = driver.video;
  const next = (now, frame) => {
    if (!moving || mine !== loops) {
      return;
    }
    live?.push(video, frame?.captureTime);
    if (video.requestVideoFrameCallback) {
      video.requestVideoFrameCallback(next);
    } else {
      requestAnimationFrame(next);
    }
  };
  next();
}

setInterval(() => {
  if (!live) {
    return;
  }
  const {fps, latency} = live.speed();
  $('meter').hidden = Number.isNaN(latency);
  $('fps').textContent = fps;
  $('latency').textContent = Math.round(latency);
}, 500);

// Buttons

$('consent').checked = localStorage.getItem(CONSENT) === 'yes';
$('consent').addEventListener('change', e => {
  localStorage.setItem(CONSENT, e.target.checked ? 'yes' : 'no');
  allow();
});
$('letters').checked = localStorage.getItem(LETTERS) !== 'no';
$('letters').addEventListener('change', e => localStorage.setItem(LETTERS, e.target.checked ? 'yes' : 'no'));
$('photo').addEventListener('change', e => {
  if (e.target.files[0]) {
    takePhoto(e.target.files[0]);
    e.target.value = '';
  }
});
for (const type of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(type, e => {
    e.preventDefault();
    $('drop').classList.toggle('over', type === 'dragover');
    const file = type === 'drop' && e.dataTransfer.files[0];
    if (file && $('consent').checked) {
      takePhoto(file);
    } else if (file) {
      tell('Before the first photo of a person, tick the line on consent.');
      $('consent').focus();
    }
  });
}
$('sample').addEventListener('click', () => takePhoto(drawnSample()));
$('try').addEventListener('click', async () => {
  await takePhoto(drawnSample());
  if (photo) {
    startDriver(() => driver.startFile('/api/v1/samples/driver'));
  }
});
$('camera').addEventListener('click', () => {
  if (moving) {
    stopDriver();
    status('Ready: start a driver', 'idle');
    showPhoto();
  } else {
    startDriver(() => driver.startCamera());
  }
});
$('clip').addEventListener('change', e => {
  const file = e.target.files[0];
  if (file) {
    startDriver(() => driver.startFile(file));
    e.target.value = '';
  }
});
$('sample-clip').addEventListener('click', () => startDriver(() => driver.startFile('/api/v1/samples/driver')));
driver.addEventListener('lost', e => {
  stopDriver();
  status('Ready: start a driver', 'idle');
  tell(e.detail);
});

$('neutral').addEventListener('click', () => live?.neutral());
$('look').addEventListener('click', () => {
  toggle('look', !isOn('look'));
  settings.lookAtCamera = isOn('look');
});
$('mirror').addEventListener('click', () => {
  toggle('mirror', !isOn('mirror'));
  stage.toggleAttribute('data-mirror', isOn('mirror'));
});
$('compare').addEventListener('click', () => {
  toggle('compare', !isOn('compare'));
  stage.toggleAttribute('data-compare', isOn('compare'));
});
$('full').addEventListener('click', () => {
  if (document.fullscreenElement) {
    document.exitFullscreen();
  } else {
    stage.requestFullscreen?.().catch(() => tell('The browser does not allow full screen here.'));
  }
});
$('record').addEventListener('click', () => {
  const on = !isRecording();
  if (live?.record(on)) {
    showRecording(on);
  }
});
$('reset').addEventListener('click', () => settings.reset());
settings.addEventListener('change', () => live?.settings(settings.values()));

document.addEventListener('keydown', e => {
  if (!$('letters').checked || e.ctrlKey || e.metaKey || e.altKey) {
    return;
  }
  const button = document.querySelector(`.tools [aria-keyshortcuts="${CSS.escape(e.key.toLowerCase())}"]`);
  if (button && !button.disabled && !$('view-live').hidden) {
    button.click();
  }
});

// Tabs

const tabs = [$('tab-live'), $('tab-video')];
function select(tab) {
  for (const t of tabs) {
    const on = t === tab;
    t.setAttribute('aria-selected', String(on));
    t.tabIndex = on ? 0 : -1;
    $(t.getAttribute('aria-controls')).hidden = !on;
  }
  const video = tab === $('tab-video');
  $('driver-live').hidden = video;
  $('driver-video').hidden = !video;
  if (video && moving) {
    stopDriver();
    status('Ready: start a driver', 'idle');
    showPhoto();
  }
}
tabs.forEach((tab, i) => {
  tab.addEventListener('click', () => select(tab));
  tab.addEventListener('keydown', e => {
    if (e.key === 'ArrowLeft' || e.key === 'ArrowRight') {
      const other = tabs[1 - i];
      other.focus();
      select(other);
    }
  });
});

// Back from the browser's cache the page finds the photo gone, and sends it again.
addEventListener('pagehide', () => photo && remove('/portraits/' + photo.portrait.id));

allow();
$('sample-image').src = '/api/v1/samples/portrait';
