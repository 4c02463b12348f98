// Requests to the server. Its errors are problem documents (RFC 9457), whose detail says what to do.

export class Problem extends Error {
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch('/api/v1' + path, options);
  } catch {
    throw new Problem(0, 'The server does not answer. Check that reenact serve still runs, then try again.');
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Problem(
      response.status,
      problem.detail ? `${problem.title}. ${problem.detail}.` : `The server answered with status ${response.status}.`,
      Number(response.headers.get('Retry-After')) || 0,
    );
  }
  return response.status === 204 ? null : response.json();
}

export function postJson(path, value) {
  return request(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(value),
  });
}

export function postFile(path, blob) {
  return request(path, {
    method: 'POST',
    headers: {'Content-Type': blob.type || 'application/octet-stream'},
    body: blob,
  });
}

export function remove(path) {
  // Who leaves the page need not hear of it.
  return request(path, {method: 'DELETE', keepalive: true}).catch(() => null);
}
