// Shows the links to what needs a server, where this publication says there is one. Without this file, or without one, they stay hidden:
// everything else on the page works without a server.
"use strict";
(() => {
  const links = [...document.querySelectorAll("a[data-service]")];
  if (links.length === 0) return;
  const list = new URL("../services.json", document.currentScript.src);
  fetch(list, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then(({ url }) => {
      if (!/^https?:\/\//.test(url ?? "")) return;
      for (const link of links) {
        link.href = `${url.replace(/\/+$/, "")}/${link.dataset.service}`;
        link.hidden = false;
      }
    })
    .catch(() => {});
})();
