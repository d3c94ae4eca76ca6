"use strict";
// Filters by kind and by words, and the keyboard. Without it the page shows everything.
(() => {
  const cards = [...document.querySelectorAll(".pair")];
  const buttons = [...document.querySelectorAll(".sum button")];
  const search = document.getElementById("search");
  const status = document.querySelector(".status");
  const list = document.querySelector(".cards");
  const help = document.getElementById("help");
  const texts = cards.map((card) => card.textContent.replace(/\s+/g, ""));
  let kind = "";

  const isOf = (card, wanted) => card.dataset.kinds.split(" ").includes(wanted);
  const isChanged = (card) => !isOf(card, "unchanged");

  function show() {
    const words = search.value.replace(/\s+/g, "");
    let shown = 0;
    cards.forEach((card, place) => {
      card.hidden = (kind !== "" && !isOf(card, kind)) || !texts[place].includes(words);
      shown += card.hidden ? 0 : 1;
    });
    document.body.dataset.kind = kind;
    const pressed = buttons.find((button) => button.dataset.kind === kind);
    const counts = status.dataset.words.replace("{shown}", shown).replace("{all}", cards.length);
    const wanted = [kind && pressed.firstChild.textContent.trim(), search.value.trim()].filter(Boolean);
    status.textContent = wanted.length ? [counts, ...wanted].join(" · ") : "";
  }

  function choose(button) {
    kind = button.dataset.kind;
    buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    show();
    reveal();
  }

  // From deep in the page, what is shown now may stand far above: the card that is read, else the first.
  function reveal() {
    const current = cards.find((card) => card.hasAttribute("aria-current"));
    if (current?.hidden) current.removeAttribute("aria-current");
    const next = current?.hidden === false ? current : cards.find((card) => !card.hidden);
    if (window.scrollY > list.offsetTop) next?.scrollIntoView({ block: "start" });
  }

  function goTo(card) {
    cards.forEach((each) => each.removeAttribute("aria-current"));
    card.setAttribute("aria-current", "true");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  }

  // Unchanged cards are passed over unless they are what is looked for.
  function step(by) {
    const stops = cards.filter((card) => !card.hidden && (kind === "unchanged" || isChanged(card)));
    const at = cards.findIndex((card) => card.hasAttribute("aria-current"));
    const next = by > 0
      ? stops.find((card) => cards.indexOf(card) > at)
      : stops.findLast((card) => cards.indexOf(card) < at);
    if (next) goTo(next);
  }

  const keys = {
    j: () => step(1),
    n: () => step(1),
    k: () => step(-1),
    p: () => step(-1),
    "/": () => search.focus(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (event.target === search) {
      if (event.key === "Escape") search.blur();
      return;
    }
    const button = /^[1-9]$/.test(event.key) ? buttons[Number(event.key) - 1] : undefined;
    if (!button && !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    if (button) choose(button);
    else keys[event.key]();
  });
  buttons.forEach((button) => {
    button.disabled = false;
    button.addEventListener("click", () => choose(button));
  });
  search.addEventListener("input", show);
  document.getElementById("keys").addEventListener("click", () => help.showModal());
  document.getElementById("close").addEventListener("click", () => help.close());
  document.documentElement.classList.add("scripted");
})();
