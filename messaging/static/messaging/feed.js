// Fetches what the page does not have yet. Called when the socket has subscribed, tells of an event, or is away;
// as it always asks for what comes after the last event shown, nothing can be lost, doubled or out of order.
export class Feed {
  constructor(log, address, changed) {
    this.log = log;
    this.address = address;
    this.changed = changed;
    this.running = false;
    this.again = false;
  }

  /** One fetch at a time; a call in between makes one more at the end. Never throws: the next call tries again. */
  async update() {
    this.again = true;
    if (this.running) return;
    this.running = true;
    try {
      while (this.again) {
        this.again = false;
        this.again = (await this.fetch()) || this.again;
      }
    } catch {
      this.again = false;
    } finally {
      this.running = false;
    }
  }

  async fetch() {
    const before = this.log.last;
    const answer = await fetch(`${this.address}?after=${before}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return false;
    const more = this.log.merge(await answer.text());
    if (this.log.last > before) this.changed(this.log.last);
    return more;
  }
}
