// Loaded before the page is painted, so that "auto" shows the right colours at once.
(function () {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const isAuto = root.dataset.bsTheme === "auto";
  function apply() {
    if (isAuto) root.dataset.bsTheme = dark.matches ? "dark" : "light";
    document.dispatchEvent(new Event("themechange"));
  }
  root.classList.add("js");
  apply();
  dark.addEventListener("change", apply);

  // Paper is white, whatever the screen is.
  let onScreen = null;
  function show(theme) {
    root.dataset.bsTheme = theme;
    document.dispatchEvent(new Event("themechange"));
  }
  window.addEventListener("beforeprint", () => {
    onScreen = root.dataset.bsTheme;
    show("light");
  });
  window.addEventListener("afterprint", () => show(onScreen));
})();
