// Runs before the first paint: the stored choice, else what the system prefers.
(() => {
  const stored = localStorage.getItem("carteira-theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = (dark) => { document.documentElement.dataset.bsTheme = dark ? "dark" : "light"; };
  show(stored ? stored === "dark" : system.matches);
  system.addEventListener("change", () => { if (!localStorage.getItem("carteira-theme")) show(system.matches); });
})();
