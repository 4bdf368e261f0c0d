// One of each kind of the public's pages in each language, of a publication in SAKSI_PUBLIC; `node page-kinds.mjs` prints their files.

import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { PUBLIC, sheet } from "./verify-support.mjs";

/** Paths from the publication's top. */
export function kinds() {
  const { station } = sheet("ppwp");
  const places = JSON.parse(readFileSync(`${PUBLIC}/search/c-${station.slice(0, 4)}.json`, "utf8"));
  const [, village] = places.find(([, codes]) => codes.split("/").at(-1) === station.slice(0, 10));
  const codes = village.split("/");
  const places_of = [...codes.keys()].map((at) => codes.slice(0, at + 1).join("/"));
  const paths = ["index.html"];
  for (const language of readdirSync(PUBLIC).filter((name) => /^[a-z]{2}$/.test(name))) {
    for (const name of ["index", "search", "data", "about", "check", "mirrors", "embeds", "explorer"]) paths.push(`${language}/${name}.html`);
    for (const contest of readdirSync(`${PUBLIC}/${language}`).filter((name) => !name.endsWith(".html"))) {
      for (const name of ["index", "doubtful", "changes", "progress", "embed"]) paths.push(`${language}/${contest}/${name}.html`);
      for (const place of places_of) paths.push(`${language}/${contest}/${place}.html`);
      paths.push(`${language}/${contest}/${places_of.at(-2)}/doubtful.html`, `${language}/${contest}/${places_of.at(-2)}/changes.html`);
    }
  }
  return paths;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(kinds().join("\n"));
