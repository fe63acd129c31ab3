// The payment page of real keys: Stripe's Payment Element. Stripe's own script must come from Stripe, and only this
// page's policy allows it.
const form = document.querySelector("[data-checkout]");
const problem = form.querySelector("[data-problem]");
const button = form.querySelector("button");

function say(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function load(url) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

try {
  await load("https://js.stripe.com/v3/");
  const stripe = window.Stripe(form.dataset.publishable);
  const elements = stripe.elements({ clientSecret: form.dataset.secret });
  elements.create("payment").mount(form.querySelector("[data-element]"));
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say("");
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: form.dataset.return } });
    if (error) say(error.message);
    button.disabled = false;
  });
} catch {
  say("Stripe cannot be reached from your browser. Try again, or pay by bank transfer.");
}
