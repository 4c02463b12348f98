// Who drives: the camera, or a video. Both play in one video element.
import {Problem} from './api.js';

const WORDS = {
  NotAllowedError: 'The browser does not give this page the camera. Allow it at the camera sign in the address bar, then start it again.',
  NotFoundError: 'No camera was found. Plug one in, or take a video file as the driver.',
  NotReadableError: 'The camera is used by another program. Close that, then start it again.',
  OverconstrainedError: 'The camera cannot give pictures of a fitting size. Take another one.',
  SecurityError: 'The browser gives the camera to secure pages only. Open this page over https, or on the same machine as localhost.',
};

export class Driver extends EventTarget {
  #url = null;
  #stream = null;
  kind = null;

  constructor(video) {
    super();
    this.video = video;
  }

  async startCamera() {
    this.stop();
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Problem(0, WORDS.SecurityError);
    }
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        video: {width: {ideal: 640}, height: {ideal: 480}, frameRate: {ideal: 30}, facingMode: 'user'},
      });
    } catch (e) {
      throw new Problem(0, WORDS[e.name] ?? 'The camera cannot be started. Check that it is plugged in, or take a video file.');
    }
    this.#stream.getVideoTracks()[0].addEventListener('ended', () => {
      this.stop();
      this.dispatchEvent(new CustomEvent('lost', {detail: 'The camera is gone. Plug it in again, then start it.'}));
    });
    this.video.srcObject = this.#stream;
    this.video.loop = false;
    await this.video.play();
    this.kind = 'camera';
  }

  async startFile(source) {
    this.stop();
    this.#url = source instanceof Blob ? URL.createObjectURL(source) : null;
    this.video.src = this.#url ?? source;
    this.video.loop = true;
    try {
      await this.video.play();
    } catch (e) {
      this.stop();
      throw new Problem(0, 'The browser cannot play this file. Take an MP4 video with H.264, or a WebM video.');
    }
    this.kind = 'file';
  }

  stop() {
    this.#stream?.getTracks().forEach(track => track.stop());
    this.#stream = null;
    this.video.pause();
    this.video.srcObject = null;
    this.video.removeAttribute('src');
    this.video.load();
    if (this.#url) {
      URL.revokeObjectURL(this.#url);
      this.#url = null;
    }
    this.kind = null;
  }
}
