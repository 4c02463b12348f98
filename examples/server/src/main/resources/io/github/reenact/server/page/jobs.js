// The second tab: photo and driving file to a finished video.
import {postFile, postJson, remove, request} from './api.js';
import {hush, tell} from './notice.js';
import {sameFace, send} from './photo.js';

const $ = id => document.getElementById(id);
const KEY = 'reenact-job';
const PHOTO_SIDE = 1280;

export class Jobs {
  #photo = null;
  #driver = null;
  #events = null;
  #id = null;

  constructor(settings) {
    this.settings = settings;
    $('job-driver').addEventListener('change', e => this.#choose(e.target.files[0]));
    $('job-sample').addEventListener('click', () => this.#choose('sample'));
    $('job-start').addEventListener('click', () => this.#start());
    $('job-cancel').addEventListener('click', () => this.#discard());
    $('job-discard').addEventListener('click', () => this.#discard());
    // A job goes on while the page is reloaded.
    const running = localStorage.getItem(KEY);
    if (running) {
      this.#follow(running);
    }
  }

  // {blob, portrait, face}
  photo(photo) {
    this.#photo = photo;
    this.#enable();
  }

  // Whether files of people may be used.
  allow(consent) {
    $('job-driver').disabled = !consent;
    $('job-sample').disabled = false;
    this.#enable();
  }

  #choose(driver) {
    if (!driver) {
      return;
    }
    this.#driver = driver;
    const sample = driver === 'sample';
    $('job-sample').setAttribute('aria-pressed', String(sample));
    $('job-driver-name').textContent = sample ? 'Six seconds of a drawn head that turns, talks and smiles.' : driver.name;
    this.#enable();
  }

  #enable() {
    $('job-start').disabled = !this.#photo || !this.#driver || Boolean(this.#events);
  }

  #show(part) {
    for (const id of ['job-video', 'job-welcome', 'job-running']) {
      $(id).hidden = id !== part;
    }
    $('job-download').hidden = part !== 'job-video';
    $('job-discard').hidden = part !== 'job-video';
  }

  async #start() {
    hush();
    $('job-start').disabled = true;
    if (this.#id) {
      remove('/jobs/' + this.#id);
      this.#forget();
    }
    this.#show('job-running');
    this.#progress('Sending', 'Photo and driver go to the server.');
    try {
      const {blob, portrait: small, face} = this.#photo;
      const portrait = await send(blob, PHOTO_SIDE);
      const job = {portrait: portrait.id, face: sameFace(small, face, portrait), settings: this.settings.values()};
      let driver = null;
      if (this.#driver === 'sample') {
        job.template = 'sample';
      } else {
        driver = await postFile('/drivers', this.#driver);
        job.driver = driver.id;
      }
      const {id} = await postJson('/jobs', job);
      // The job has copies of its own.
      remove('/portraits/' + portrait.id);
      if (driver) {
        remove('/drivers/' + driver.id);
      }
      localStorage.setItem(KEY, id);
      this.#follow(id);
    } catch (e) {
      this.#failed(e.message);
    }
  }

  #progress(title, text, value = null) {
    $('job-title').textContent = title;
    if ($('job-text').textContent !== text) {
      $('job-text').textContent = text;
    }
    if (value === null) {
      $('job-progress').removeAttribute('value');
    } else {
      $('job-progress').value = value;
    }
  }

  #follow(id) {
    this.#id = id;
    this.#show('job-running');
    this.#progress('Waiting', 'The job is in the queue.');
    const events = new EventSource(`/api/v1/jobs/${id}/events`);
    this.#events = events;
    events.addEventListener('job', e => this.#update(JSON.parse(e.data)));
    events.onerror = async () => {
      // It reconnects by itself, unless there is nothing to connect to any more.
      try {
        this.#update(await request('/jobs/' + id));
      } catch (error) {
        if (error.status === 404) {
          this.#failed('The job has expired, or the server was started anew. Make the video again.');
        }
      }
    };
    this.#enable();
  }

  #update(job) {
    if (job.id !== this.#id) {
      return;
    }
    if (job.state === 'queued') {
      this.#progress('Waiting', 'Other jobs are before this one.');
    } else if (job.state === 'running') {
      const share = job.total ? job.frames / job.total : null;
      this.#progress('Making the video', job.total ? `${Math.floor(share * 20) * 5} % of ${job.total} frames` : 'Looking at the photo', share);
    } else if (job.state === 'done') {
      this.#end();
      $('job-video').src = job.result;
      $('job-download').href = job.result + '?download';
      this.#show('job-video');
      $('job-stage').removeAttribute('data-empty');
    } else if (job.state === 'failed') {
      this.#failed(`${job.problem.title}. ${job.problem.detail}.`);
    } else {
      this.#end();
      this.#forget();
      this.#show('job-welcome');
    }
  }

  #end() {
    this.#events?.close();
    this.#events = null;
    this.#enable();
  }

  #forget() {
    this.#id = null;
    localStorage.removeItem(KEY);
    $('job-video').removeAttribute('src');
  }

  #failed(text) {
    this.#end();
    this.#forget();
    this.#show('job-welcome');
    tell(text);
  }

  #discard() {
    const id = this.#id;
    this.#end();
    this.#forget();
    this.#show('job-welcome');
    if (id) {
      remove('/jobs/' + id);
    }
  }
}
