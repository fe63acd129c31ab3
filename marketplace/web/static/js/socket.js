// One socket per tab. Topics survive a lost connection: they are subscribed again, and handlers hear
// {type: "opened"} so that they can ask for what they missed.
const BEAT_MS = 20000;
const SILENCE_MS = 45000;
const LONGEST_WAIT_MS = 20000;
const SIGNED_OUT = 4401;

const handlers = new Map();
const watchers = new Set();
let socket = null;
let tries = 0;
let heard = 0;
let retry = 0;
let state = "closed";

function address() {
  return document.querySelector("meta[name=ws-url]")?.content ?? "";
}

function announce(next) {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher(state);
}

function tell(topic, message) {
  for (const handler of handlers.get(topic) ?? []) handler(message);
}

export function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(message));
  return true;
}

function receive(event) {
  heard = Date.now();
  const message = JSON.parse(event.data);
  if (message.topic) tell(message.topic, message);
  // The server itself has missed something for a while.
  if (message.type === "resync") for (const topic of handlers.keys()) tell(topic, { type: "opened", topic });
}

function opened() {
  tries = 0;
  heard = Date.now();
  announce("open");
  for (const topic of handlers.keys()) {
    send({ type: "subscribe", topic });
    tell(topic, { type: "opened", topic });
  }
}

function lost(event) {
  socket = null;
  announce("closed");
  clearTimeout(retry);
  if (!handlers.size || event?.code === SIGNED_OUT) return;
  const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries++);
  retry = setTimeout(connect, wait / 2 + Math.random() * wait / 2);
}

function connect() {
  if (socket || !address()) return;
  announce("connecting");
  socket = new WebSocket(address());
  socket.addEventListener("open", opened);
  socket.addEventListener("message", receive);
  socket.addEventListener("close", lost);
}

function drop() {
  const dead = socket;
  if (!dead) return;
  dead.removeEventListener("close", lost);
  dead.close();
  lost();
}

// A network that went away leaves the socket open but dead: only silence tells.
function beat() {
  if (socket?.readyState !== WebSocket.OPEN) return;
  if (Date.now() - heard > SILENCE_MS) drop();
  else send({ type: "ping" });
}

/** Call `handler` with each message of `topic`. Returns the function that ends it. */
export function subscribe(topic, handler) {
  const known = handlers.get(topic);
  if (known) known.add(handler);
  else {
    handlers.set(topic, new Set([handler]));
    send({ type: "subscribe", topic });
  }
  connect();
  return () => {
    const left = handlers.get(topic);
    left?.delete(handler);
    if (left?.size) return;
    handlers.delete(topic);
    send({ type: "unsubscribe", topic });
  };
}

/** Call `watcher` with "open", "connecting" or "closed" when that changes. */
export function watch(watcher) {
  watchers.add(watcher);
  watcher(state);
}

setInterval(beat, BEAT_MS);
addEventListener("online", () => (socket ? beat() : connect()));
