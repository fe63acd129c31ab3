// Elements with data-live="topic" and hx-get fetch themselves again, with their reader's own rights, on each hint.
import { subscribe } from "./socket.js";

const GATHER_MS = 150;

function refresher(element) {
  let timer = 0;
  let first = true;
  return (message) => {
    if (message.type === "opened" && first) return void (first = false);
    if (message.type !== "hint" && message.type !== "opened") return;
    clearTimeout(timer);
    timer = setTimeout(() => element.isConnected && window.htmx.trigger(element, "live"), GATHER_MS);
  };
}

function attach(root) {
  for (const element of root.querySelectorAll("[data-live]:not([data-live-on])")) {
    element.dataset.liveOn = "";
    const end = subscribe(element.dataset.live, refresher(element));
    element.addEventListener("htmx:beforeCleanupElement", end, { once: true });
  }
}

attach(document);
document.addEventListener("htmx:load", (event) => attach(event.target.parentElement ?? document));
