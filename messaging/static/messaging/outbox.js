// Messages on their way. They stay in the browser's storage until the server has them, each with an id that makes a
// second try harmless; so a lost connection, a reload or a closed tab loses and doubles nothing.
const RETRY_MS = 5000;

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  constructor(name, form, { waiting, stuck, sent }) {
    this.name = `outbox:${name}`;
    this.form = form;
    this.waiting = waiting;
    this.stuck = stuck;
    this.sent = sent;
    this.busy = false;
    this.messages = JSON.parse(localStorage.getItem(this.name) ?? "[]");
    this.messages.forEach(waiting);
  }

  add(text, files) {
    const message = { id: newId(), text, files };
    this.messages.push(message);
    this.store();
    this.waiting(message);
    this.flush();
  }

  store() {
    if (this.messages.length) localStorage.setItem(this.name, JSON.stringify(this.messages));
    else localStorage.removeItem(this.name);
  }

  /** Send in order, one after the other; stop at the first that has to wait. What is refused is not tried again. */
  async flush() {
    if (this.busy) return;
    this.busy = true;
    while (this.messages.length && (await this.send(this.messages[0]))) {
      this.messages.shift();
      this.store();
      this.sent();
    }
    this.busy = false;
  }

  async send(message) {
    const data = new URLSearchParams({ body: message.text, client_id: message.id });
    for (const file of message.files) data.append("file_ids", file.id);
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST", body: data, headers: { "HX-Request": "true", "X-CSRFToken": token },
      });
      if (answer.status === 204) return true;
      if (answer.status >= 500) throw new Error(answer.statusText);
      this.stuck(message, answer.redirected ? "Not sent: sign in again, then come back here" : "Refused, and not sent");
      return !answer.redirected;
    } catch {
      this.stuck(message, "Not sent yet, trying again");
      setTimeout(() => this.flush(), RETRY_MS);
    }
    return false;
  }
}
