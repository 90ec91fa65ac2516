// What the script adds; every page works without it.
const $ = (selector) => document.querySelector(selector);

// After a step the reader stands at the question, after an error at the summary.
($(".summary") || $(".step-page h1"))?.focus();

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// An answer given without a connection waits on the page and goes when the connection is back.
const answer = $("form[data-unsent]");
answer?.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  $("[role=status]").textContent = answer.dataset.unsent;
  addEventListener("online", () => answer.requestSubmit(event.submitter), { once: true });
});
