// What went wrong or was done, in words; read out by screen readers.
const $ = id => document.getElementById(id);

export function tell(text, {kind = 'alert', link = null} = {}) {
  $('notice').dataset.kind = kind;
  $('notice-text').textContent = text;
  $('notice-link').hidden = !link;
  if (link) {
    $('notice-link').href = link.href;
    $('notice-link').textContent = link.text;
    $('notice-link').download = 'reenactment.mp4';
  }
  $('notice').hidden = false;
}

// Takes the notice away, or that of one kind only.
export function hush(kind = null) {
  if (kind === null || $('notice').dataset.kind === kind) {
    $('notice').hidden = true;
  }
}

export function status(text, state) {
  if ($('status').textContent !== text) {
    $('status').textContent = text;
  }
  $('dot').dataset.state = state;
}

$('notice-close').addEventListener('click', () => {
  hush();
  $('panel').focus();
});
