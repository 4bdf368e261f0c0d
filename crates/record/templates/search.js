// Searches a place by its name or code, and a station by its code: fetches the one file of the index in which it must be.
// What is typed stands in the address, so that a search can be linked to.
"use strict";
(() => {
  const MOST = 50;
  const one = (id) => document.getElementById(id);
  const form = one("search");
  const [words, contest, said, found] = [one("q"), one("c"), one("said"), one("found")];
  const files = new Map();
  let contests = [];
  let asked = 0;

  /** As the index spells words: letters and digits of ASCII, accents taken off. */
  const plain = (text) =>
    text.toLowerCase().replace(/ø/g, "o").replace(/ı/g, "i").normalize("NFD").replace(/\p{M}/gu, "");
  const split = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).map((word) => word.replace(/[^a-z0-9]/g, "")).filter(Boolean);

  /** A file of the index; none where there is none of this name. */
  const file = (name) => {
    if (!files.has(name)) {
      const fetched = fetch(`../search/${name}.json`).then((answer) => {
        if (answer.status === 404) return [];
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
      fetched.catch(() => files.delete(name));
      files.set(name, fetched);
    }
    return files.get(name);
  };

  /** Where a station is on its region's pages: `starts` are its every twentieth station, at which a page can begin. */
  const page = (starts, code, onAPage) => {
    const before = (starts ?? []).filter((first) => first <= code).length;
    const part = Math.floor((before * 20) / onAPage);
    return part === 0 ? "" : `-${part + 1}`;
  };

  const byCode = async (code) => {
    const all = await file(`c-${code.slice(0, 4)}`);
    const exact = [];
    for (const place of all) {
      const own = place[1].split("/").at(-1).toLowerCase();
      if (own === "") continue;
      if (own.startsWith(code)) exact.push({ place, station: "" });
      // What begins with the code of a region that has stations, and is longer, can be a station's own.
      else if (code.startsWith(own)) exact.push({ place, station: code });
    }
    const deepest = exact.filter((hit) => hit.station !== "").sort((a, b) => b.place[1].length - a.place[1].length);
    return [...exact.filter((hit) => hit.station === ""), ...deepest.slice(0, 1)];
  };

  const byName = async (typed) => {
    const longest = [...typed].sort((a, b) => b.length - a.length)[0];
    const all = await file(`n-${longest.slice(0, 3)}`);
    const matches = (place) => {
      const own = split(place[0]);
      const above = split(place[2]);
      const begins = (word) => (some) => some.startsWith(word);
      return typed.some((word) => own.some(begins(word))) && typed.every((word) => own.some(begins(word)) || above.some(begins(word)));
    };
    const wanted = typed.join(" ");
    const rank = (place) => {
      const own = split(place[0]).join(" ");
      return (own === wanted ? 0 : own.startsWith(wanted) ? 1 : 2) * 10 + place[1].split("/").length;
    };
    return all.filter(matches).sort((a, b) => rank(a) - rank(b) || a[0].localeCompare(b[0])).map((place) => ({ place, station: "" }));
  };

  const line = ({ place, station }) => {
    const [name, codes, above, held, starts] = place;
    const position = contests.findIndex(([id]) => id === contest.value);
    if (held.length === 0) return undefined;
    const [id, onAPage] = contests[held.includes(position) ? position : held[0]];
    const first = codes === "" ? `${id}/index.html` : `${id}/${codes}${station ? page(starts, station, onAPage) : ""}.html`;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = first + (station ? `#${station}` : "");
    link.textContent = station ? `${name}: ${station}` : name;
    const small = document.createElement("span");
    small.textContent = [above, codes.split("/").at(-1)].filter(Boolean).join(" · ");
    item.append(link, " ", small);
    return item;
  };

  const search = async () => {
    const mine = ++asked;
    const typed = split(words.value);
    const address = new URL(location.href);
    address.searchParams.set("q", words.value);
    address.searchParams.set("c", contest.value);
    history.replaceState(null, "", address);
    const code = typed.length === 1 && /\d/.test(typed[0]) && typed[0].length >= 4 ? typed[0] : "";
    if (code === "" && !typed.some((word) => word.length >= 3)) {
      found.replaceChildren();
      said.textContent = typed.length === 0 ? "" : said.dataset.short;
      return;
    }
    try {
      const hits = code === "" ? await byName(typed) : await byCode(code);
      if (mine !== asked) return;
      const lines = hits.map(line).filter(Boolean);
      found.replaceChildren(...lines.slice(0, MOST));
      said.textContent = lines.length === 0 ? said.dataset.none : lines.length > MOST ? said.dataset.many : "";
    } catch {
      if (mine === asked) said.textContent = said.dataset.failed;
    }
  };

  const begin = async () => {
    contests = await file("contests");
    const given = new URL(location.href).searchParams;
    if (contests.some(([id]) => id === given.get("c"))) contest.value = given.get("c");
    words.value = given.get("q") ?? "";
    form.hidden = false;
    words.focus();
    words.addEventListener("input", search);
    contest.addEventListener("change", search);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search();
    });
    if (words.value !== "") search();
  };
  begin().catch(() => {
    said.textContent = said.dataset.failed;
  });
})();
