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
  let lowest = 0;
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

  const own = (place) => place[1].split("/").at(-1);

  const byCode = async (code) => {
    const all = await file(`c-${code.slice(0, 4)}`);
    const regions = all.filter((place) => own(place).toLowerCase().startsWith(code) && place[1] !== "");
    if (regions.length > 0) return regions.map((place) => ({ place, station: "" }));
    // A station's code begins with that of its region. Whether there is such a station, its page says.
    const among = all.filter((place) => place[1].split("/").length === lowest && code.startsWith(own(place).toLowerCase()));
    return among.map((place) => ({ place, station: own(place) + code.slice(own(place).length).toUpperCase() }));
  };

  const byName = async (typed) => {
    const lists = await Promise.all([...new Set(typed.map((word) => word.slice(0, 3)))].map((start) => file(`n-${start}`)));
    const all = new Map(lists.flat().map((place) => [place[1], place]));
    const begins = (word) => (some) => some.startsWith(word);
    const matches = (place) => {
      const [name, above] = [split(place[0]), split(place[2])];
      return typed.some((word) => name.some(begins(word))) && typed.every((word) => name.some(begins(word)) || above.some(begins(word)));
    };
    const wanted = typed.join(" ");
    const rank = (place) => {
      const name = split(place[0]).join(" ");
      return (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2) * 10 + place[1].split("/").length;
    };
    return [...all.values()].filter(matches).sort((a, b) => rank(a) - rank(b) || a[0].localeCompare(b[0])).map((place) => ({ place, station: "" }));
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
    small.textContent = [station ? said.dataset.maybe : "", above, own(place)].filter(Boolean).join(" · ");
    item.append(link, " ", small);
    return item;
  };

  /** While somebody types, three letters at least are waited for; a name or a code that is shorter is searched when it is sent. */
  const search = async (sent) => {
    const mine = ++asked;
    const typed = split(words.value);
    const address = new URL(location.href);
    address.searchParams.set("q", words.value);
    address.searchParams.set("c", contest.value);
    history.replaceState(null, "", address);
    const code = typed.length === 1 && /\d/.test(typed[0]) ? typed[0] : "";
    if (typed.length === 0 || (!sent && (code === "" ? !typed.some((word) => word.length >= 3) : code.length < 4))) {
      found.replaceChildren();
      said.textContent = typed.length === 0 ? "" : said.dataset.short;
      return;
    }
    try {
      const hits = code === "" ? await byName(typed) : await byCode(code);
      if (mine !== asked) return;
      const lines = hits.map(line).filter(Boolean);
      found.replaceChildren(...lines.slice(0, MOST));
      said.textContent = lines.length === 0 ? said.dataset.none : lines.length > MOST ? said.dataset.many : `${lines.length} ${said.dataset.found}`;
    } catch {
      if (mine === asked) said.textContent = said.dataset.failed;
    }
  };

  const begin = async () => {
    ({ lowest, contests } = await file("contests"));
    const given = new URL(location.href).searchParams;
    if (contests.some(([id]) => id === given.get("c"))) contest.value = given.get("c");
    words.value = given.get("q") ?? "";
    form.hidden = false;
    words.addEventListener("input", () => search(false));
    contest.addEventListener("change", () => search(true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search(true);
    });
    if (words.value !== "") search(true);
  };
  begin().catch(() => {
    said.textContent = said.dataset.failed;
  });
})();
