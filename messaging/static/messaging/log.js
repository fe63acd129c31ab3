// The visible conversation. Events come as HTML with one id each: a known id is replaced, a new one is added.
const NEAR_END_PX = 120;

export class Log {
  constructor(element) {
    this.element = element;
    this.toEnd();
  }

  /** The number of the last event on the page: where fetching continues. */
  get last() {
    const numbers = [...this.element.querySelectorAll("[data-seq]")].map((event) => Number(event.dataset.seq));
    return Math.max(0, ...numbers);
  }

  get atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  toEnd() {
    const fresh = this.element.querySelector("#fresh");
    if (fresh) fresh.scrollIntoView({ block: "center" });
    else this.element.scrollTop = this.element.scrollHeight;
  }

  /** Put a fetched fragment in its place. Returns whether more waits on the server. */
  merge(html) {
    const follow = this.atEnd;
    const fragment = document.createRange().createContextualFragment(html);
    const more = Boolean(fragment.querySelector("[data-more]"));
    for (const fetched of fragment.querySelectorAll("[id]:not([id] [id])")) this.place(fetched);
    if (follow) this.element.scrollTop = this.element.scrollHeight;
    return more;
  }

  place(fetched) {
    const known = document.getElementById(fetched.id);
    if (known) known.replaceWith(fetched);
    else this.element.insertBefore(fetched, this.element.querySelector(".pending"));
    window.htmx?.process(fetched);
    if (fetched.dataset.client) document.getElementById(`pending-${fetched.dataset.client}`)?.remove();
  }

  /** Show what the reader has sent before the server has answered. */
  echo(template, message) {
    const bubble = template.content.firstElementChild.cloneNode(true);
    bubble.id = `pending-${message.id}`;
    bubble.querySelector("[data-text]").textContent = [message.text, ...message.files.map((file) => file.name)].filter(Boolean).join("\n");
    this.element.append(bubble);
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Say how a message that is not stored yet is getting on. */
  state(id, text) {
    const line = document.getElementById(`pending-${id}`)?.querySelector("[data-state]");
    if (line) line.textContent = text;
  }

  /** The other side has read up to `seq`. */
  seen(seq) {
    for (const mark of this.element.querySelectorAll("[data-seen]")) {
      if (Number(mark.closest("[data-seq]").dataset.seq) <= seq) mark.hidden = false;
    }
  }
}
