// Small comforts. Every page can be read, sorted, paged and exported without this file.
(function () {
  const announcer = document.getElementById("announcer");

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  function onKey(event) {
    if (event.key === "Escape") {
      closeMenus(null);
      clearHits(null);
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.body.dataset.shortcuts === "off") return;
    if (event.key === "?") openDialog("shortcuts");
    if (event.key === "[") document.getElementById("month-earlier")?.click();
    if (event.key === "]") document.getElementById("month-later")?.click();
    if (event.key === "/") {
      const box = document.getElementById("find");
      if (box) {
        event.preventDefault();
        box.focus();
      }
    }
  }

  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return false;
    closeMenus(null);
    dialog.showModal();
    return true;
  }

  function onOpener(event) {
    const opener = event.target.closest("[data-opens]");
    if (opener && openDialog(opener.dataset.opens)) event.preventDefault();
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu === except) continue;
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  }

  // What was found under the search box goes when one leaves it.
  function clearHits(target) {
    const box = document.querySelector("[data-find]");
    if (!box || (target && box.contains(target))) return;
    const hits = document.getElementById("search-hits");
    if (hits.contains(document.activeElement)) document.getElementById("find").focus();
    hits.replaceChildren();
  }

  function announce(event) {
    const words = event.detail.elt.dataset?.words;
    if (words && announcer) announcer.textContent = words;
  }

  // A session that ended answers with the login page; it must not appear inside a table.
  function keepLoginOut(event) {
    if (!new URL(event.detail.xhr.responseURL || location.href, location.href).pathname.startsWith("/login/")) return;
    event.detail.shouldSwap = false;
    location.reload();
  }

  // Fields that say nothing stay out of the address of a filter.
  function tidy(fields) {
    for (const name of new Set(fields.keys())) {
      const said = fields.getAll(name).filter((value) => value !== "");
      fields.delete(name);
      for (const value of said) fields.append(name, value);
    }
  }

  document.addEventListener("formdata", (event) => {
    if (event.target.matches("[data-tidy]")) tidy(event.formData);
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.target.closest("[data-tidy]")) tidy(event.detail.formData);
  });
  // The head of a printed page names period, team and run on every sheet, in browsers that have margins to write in.
  function headEveryPage() {
    const head = document.querySelector(".print-head")?.textContent;
    if (!head) return;
    const text = head.replace(/["\\\n]/g, (sign) => `\\${sign.codePointAt(0).toString(16)} `);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@page { @top-left { content: "${text}"; } }`);
    if (!sheet.cssRules[0]?.cssRules?.length) return;
    document.adoptedStyleSheets = [sheet];
    document.documentElement.classList.add("has-page-head");
  }

  window.addEventListener("beforeprint", headEveryPage);
  // How many rows of a form are ticked, and a box that ticks all of the page.
  function countPicks(form) {
    const boxes = [...form.querySelectorAll("input[name=row]")];
    const ticked = boxes.filter((box) => box.checked).length;
    form.querySelector("[data-picked]").textContent = ticked === 1 ? "1 row" : `${ticked} rows`;
    const all = form.querySelector("[data-pick-all]");
    all.hidden = boxes.length === 0;
    all.firstElementChild.checked = boxes.length > 0 && ticked === boxes.length;
  }

  function onPick(event) {
    const form = event.target.closest("[data-picks]");
    if (!form) return;
    if (event.target.closest("[data-pick-all]")) {
      for (const box of form.querySelectorAll("input[name=row]")) box.checked = event.target.checked;
    }
    countPicks(form);
  }

  document.addEventListener("change", onPick);
  const countAll = () => document.querySelectorAll("[data-picks]").forEach(countPicks);
  document.body.addEventListener("htmx:load", countAll);
  countAll();
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onOpener);
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    clearHits(event.target);
  });
  document.addEventListener("focusin", (event) => clearHits(event.target));
  document.body.addEventListener("htmx:load", announce);
  document.body.addEventListener("htmx:beforeSwap", keepLoginOut);
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
