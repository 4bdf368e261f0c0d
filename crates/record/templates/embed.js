// Tells the page around this frame how high it is, so that nothing is cut and nothing scrolls twice. Says nothing else to anybody.
"use strict";
(() => {
  if (window.parent === window) return;
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    window.parent.postMessage({ type: "saksi-height", height }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
  window.addEventListener("hashchange", tell);
  tell();
})();
