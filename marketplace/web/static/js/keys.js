// Shortcuts. Single letters rest while somebody types, and can be switched off (WCAG 2.1.4).
import { open } from "./dialog.js";

const OFF = "single-keys-off";
const PAUSE_MS = 1200;
let first = "";
let timer = 0;

function typing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function remember(key) {
  first = key;
  clearTimeout(timer);
  timer = setTimeout(() => { first = ""; }, PAUSE_MS);
}

function follow(keys) {
  const link = document.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
  link?.click();
  return Boolean(link);
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    if (open("command")) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (localStorage.getItem(OFF) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") return void open("keyboard");
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    event.preventDefault();
    return void (search ? search.focus() : open("command"));
  }
  if (!/^[a-z0-9]$/.test(event.key)) return;
  const chord = first ? `${first} ${event.key}` : event.key;
  if (follow(chord)) first = "";
  else remember(event.key);
});

for (const box of document.querySelectorAll("[data-single-keys]")) {
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
