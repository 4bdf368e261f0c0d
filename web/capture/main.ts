// The phone's program: opens what is kept, asks for the PIN, and shows the screen that the address names.

import { make } from "../common/dom.ts";
import { Texts, language } from "../common/texts.ts";
import english from "../texts/capture.en.ftl";
import indonesian from "../texts/capture.id.ftl";
import { type App, type Leave, type Screen } from "./app.ts";
import { camera } from "./camera.ts";
import { carry } from "./carry.ts";
import { enrol, keyScreen } from "./enrol.ts";
import { held } from "./held.ts";
import { home } from "./home.ts";
import { Outbox } from "./outbox.ts";
import { pinScreen, unlocked, whenAway } from "./pin.ts";
import { PhoneReader } from "./reader.ts";
import { ready } from "./ready.ts";
import { receipt } from "./receipt.ts";
import { review } from "./review.ts";
import { sign } from "./sign.ts";
import { stationScreen, stations } from "./stations.ts";
import { Store } from "./store.ts";

const SCREENS: Record<string, Screen> = {
  enrol, key: keyScreen, home, camera, review, sign, receipt, ready, pin: pinScreen, carry, held, stations, station: stationScreen,
};

async function begin(): Promise<void> {
  const texts = new Texts(language(), { id: indonesian, en: english });
  document.documentElement.lang = texts.language;
  let store: Store;
  try {
    store = await Store.open();
  } catch {
    document.getElementById("page")?.replaceChildren(make("p", { class: "warning", role: "alert" }, texts.say("no-store")));
    return;
  }
  const app: App = {
    texts,
    store,
    reader: new PhoneReader(),
    outbox: new Outbox(store),
    enrolment: await store.one("enrolment"),
    stations: new Map((await store.stations()).map((station) => [station.station, station])),
    lost: await store.lost(),
  };
  addEventListener("unhandledrejection", ({ reason }) => fault(app, reason));
  register(app);
  await unlocked(app);
  whenAway(() => location.reload());
  let leave: Leave | void;
  const route = async () => {
    leave?.();
    leave = undefined;
    const [name = "", ...where] = location.hash.slice(1).split("/").map(decodeURIComponent);
    // What names no screen is a code, also on a phone that is enrolled already.
    const known = name === "" ? home : SCREENS[name];
    const screen = app.enrolment && known ? known : enrol;
    leave = await screen(app, ...(screen === enrol && name !== "enrol" ? [known ? "" : name] : where));
    band(app);
  };
  await store.noticeLost();
  addEventListener("hashchange", () => void route());
  await route();
  if (app.enrolment) {
    app.outbox.hurry();
    void navigator.storage?.persist?.();
    void app.reader.ready();
  }
}

/** What nobody expected is said, so that nobody believes in what was not done. */
function fault(app: App, reason: unknown): void {
  const text = app.texts.say("problem-other", { detail: String(reason) });
  document.getElementById("page")?.prepend(make("p", { class: "warning", role: "alert" }, text));
}

/** A practice says so on every screen. */
function band(app: App): void {
  const there = document.getElementById("practice");
  if (!app.enrolment?.practice) return there?.remove();
  if (there) return;
  document.body.prepend(make("div", { id: "practice", role: "note" }, app.texts.say("practice")));
}

/** Keeps the program on the phone. A newer one waits until somebody says so, and then takes over whole. */
function register(app: App): void {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  void workers.register("/capture/sw.js").then((registration) => {
    const offer = () => {
      if (!registration.waiting || !workers.controller || document.getElementById("newer")) return;
      const take = () => registration.waiting?.postMessage("take over");
      document.body.append(make("button", { id: "newer", type: "button", class: "main", onclick: take }, app.texts.say("newer")));
    };
    offer();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", offer);
      // On a quick phone it is there before this is told.
      offer();
    });
  }).catch(() => undefined);
  let had = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (had) location.reload();
    had = true;
  });
}

void begin();
