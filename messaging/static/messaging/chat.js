// One conversation, live. The server draws every event; the socket only says that there is something to fetch.
import { subscribe, watch } from "../js/socket.js";
import { composer, typingLine } from "./composer.js";
import { Feed } from "./feed.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";

const POLL_MS = 10000;
const OFFLINE_AFTER_MS = 5000;

function start(root) {
  const { chat, topic, organization, events, read } = root.dataset;
  const form = root.querySelector("form.composer");
  const typing = typingLine(root.querySelector("[data-typing]"));
  const log = new Log(root.querySelector(".log"));
  const feed = new Feed(log, events, changed);
  let readSeq = Number(root.dataset.readSeq);
  let connected = false;

  function changed() {
    // Words of the other side end their typing; the echo of my own does not.
    if (!root.querySelector(".log > :last-child")?.classList.contains("mine")) typing("");
    markRead();
    refreshPanel();
  }

  async function markRead() {
    const last = log.last;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (document.hidden || last <= readSeq || !token) return;
    readSeq = last;
    const headers = { "HX-Request": "true", "X-CSRFToken": token };
    await fetch(read, { method: "POST", body: new URLSearchParams({ seq: last }), headers }).catch(() => { readSeq = 0; });
  }

  function refreshPanel() {
    const panel = root.parentElement.querySelector("[data-panel]");
    if (panel) window.htmx?.ajax("GET", panel.getAttribute("hx-get"), { target: panel });
  }

  function heard(message) {
    if (message.type === "typing") typing(message.who);
    else if (message.type === "subscribed" || message.type === "opened") {
      if (message.type === "subscribed") root.dataset.subscribed = "";
      feed.update();
    }
    else if (message.type === "event" && message.event.kind === "read") {
      if (message.event.organization !== organization) log.seen(message.event.seq);
    } else if (message.type === "event") feed.update();
  }

  function watchConnection(bar, outbox) {
    let timer = 0;
    watch((state) => {
      connected = state === "open";
      clearTimeout(timer);
      if (connected) {
        if (bar) bar.hidden = true;
        outbox?.flush();
      } else timer = setTimeout(() => { if (bar) bar.hidden = navigator.onLine; }, OFFLINE_AFTER_MS);
    });
  }

  let outbox = null;
  if (form) {
    const template = root.querySelector("template[data-pending]");
    outbox = new Outbox(chat, form, {
      waiting: (message) => log.echo(template, message),
      stuck: (message, text) => log.state(message.id, text),
      sent: () => feed.update(),
    });
    composer(form, topic, chat, (text, files) => outbox.add(text, files));
  }
  watchConnection(root.querySelector("[data-offline]"), outbox);
  subscribe(topic, heard);
  setInterval(() => { if (!connected && !document.hidden) feed.update(); }, POLL_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    feed.update();
    markRead();
  });
  markRead();
}

const root = document.querySelector("[data-chat]");
if (root) start(root);
