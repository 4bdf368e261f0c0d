// Asks every mirror which cut it shows, and compares it with the one shown here. Without this file the list is a link.
"use strict";
(() => {
  const box = document.getElementById("mirrors");
  const { root } = box.dataset;
  const say = (tag, text) => {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  };
  const json = async (address) => {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(15000) });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const compare = (here, there) => {
    if (there.origin !== here.origin) return box.dataset.other;
    if (there.cut < here.cut) return `${box.dataset.behind} ${there.cut} (${new Date(there.time_ms).toISOString()})`;
    if (there.cut > here.cut) return `${box.dataset.ahead} ${there.cut} (${new Date(there.time_ms).toISOString()})`;
    return there.root === here.root && there.manifest === here.manifest ? box.dataset.same : box.dataset.differs;
  };
  const start = async () => {
    const [here, list] = await Promise.all([json(`${root}latest.json`), json(`${root}mirrors.json`)]);
    const mirrors = list.mirrors.filter((mirror) => /^https?:\/\//.test(mirror.url));
    if (mirrors.length === 0) throw new Error("none");
    const items = document.createElement("ul");
    for (const mirror of mirrors) {
      const address = mirror.url.replace(/\/+$/, "");
      const link = say("a", mirror.name ?? address);
      link.href = `${address}/`;
      const state = say("span", ` ${box.dataset.asking}`);
      const item = document.createElement("li");
      item.append(link, state);
      items.append(item);
      json(`${address}/latest.json`).then(
        (there) => { state.textContent = ` ${compare(here, there)}`; },
        () => { state.textContent = ` ${box.dataset.silent}`; },
      );
    }
    box.replaceChildren(items);
  };
  start().catch(() => box.replaceChildren(say("p", box.dataset.none)));
})();
