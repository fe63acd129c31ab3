// The writing field: Enter sends, Shift+Enter breaks the line, an unsent draft survives the page.
import { send } from "../js/socket.js";

const TYPING_EVERY_MS = 3000;
const TYPING_LASTS_MS = 6000;

export function composer(form, topic, name, submit) {
  const field = form.elements.body;
  const draft = `draft:${name}`;
  let told = 0;

  if (!field.value) field.value = localStorage.getItem(draft) ?? "";

  field.addEventListener("input", () => {
    if (field.value) localStorage.setItem(draft, field.value);
    else localStorage.removeItem(draft);
    if (field.value && Date.now() - told > TYPING_EVERY_MS) {
      told = Date.now();
      send({ type: "typing", topic });
    }
  });

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    const files = takeFiles(form);
    field.value = "";
    told = 0;
    localStorage.removeItem(draft);
    if (text || files.length) submit(text, files);
    field.focus();
  });
}

/** The uploads that wait beside the field: taken out, so that the next message starts without them. */
function takeFiles(form) {
  return [...form.querySelectorAll("input[name=file_ids]")].map((input) => {
    const line = input.closest("li");
    const file = { id: input.value, name: line.firstElementChild.textContent };
    line.remove();
    return file;
  });
}

/** Shows "… is typing" for a moment after each notice. */
export function typingLine(element) {
  let timer = 0;
  return (who) => {
    if (!element) return;
    element.textContent = who ? `${who} is typing…` : "";
    clearTimeout(timer);
    timer = setTimeout(() => { element.textContent = ""; }, TYPING_LASTS_MS);
  };
}
