// Debian's Chromium, driven over a pipe by its own protocol: no library between.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-dev-shm-usage", "--remote-debugging-pipe"];

/** The threads that draw pages and run their code, in `measured`. */
export const SCREEN = "screen";
/** The threads of workers. */
export const WORKER = "DedicatedWorker";

export class Chromium {
  #next = 1;
  #waiting = new Map();
  #heard = [];

  constructor(program) {
    this.folder = mkdtempSync(join(tmpdir(), "saksi-chromium-"));
    this.process = spawn(program, [...FLAGS, `--user-data-dir=${this.folder}`, "about:blank"],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    const [, , , to, from] = this.process.stdio;
    this.to = to;
    from.on("data", (bytes) => {
      // Messages end with a zero byte, and may come in pieces.
      let end;
      while ((end = bytes.indexOf(0)) >= 0) {
        const message = JSON.parse(Buffer.concat([...this.#heard, bytes.subarray(0, end)]).toString());
        this.#heard = [];
        bytes = bytes.subarray(end + 1);
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.error) waiting?.reject(new Error(message.error.message));
        else waiting?.resolve(message.result);
      }
      if (bytes.length > 0) this.#heard.push(bytes);
    });
    this.process.on("exit", () => this.#waiting.forEach(({ reject }) => reject(new Error("Chromium ended"))));
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** Opens a page; what it returns runs expressions there and gives their values. */
  async open(url) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    await this.send("Page.enable", {}, sessionId);
    await this.send("Page.navigate", { url }, sessionId);
    const evaluate = async (expression) => {
      const { result, exceptionDetails } = await this.send("Runtime.evaluate",
        { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (exceptionDetails) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value;
    };
    // A page is there when its module is.
    while (!(await evaluate("Boolean(globalThis.bench)").catch(() => false))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { evaluate, slow: (rate) => this.send("Emulation.setCPUThrottlingRate", { rate }, sessionId) };
  }

  /** Every process of it. */
  #processes() {
    const parents = new Map();
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      } catch { /* it ended meanwhile */ }
    }
    const all = [this.process.pid];
    for (const pid of all) all.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
    return all;
  }

  /** Milliseconds of processor time that each thread of this name has taken. */
  #threads(name) {
    const taken = new Map();
    for (const pid of this.#processes()) {
      try {
        for (const task of readdirSync(`/proc/${pid}/task`)) {
          const place = `/proc/${pid}/task/${task}`;
          // A process's first thread keeps the program's name.
          const first = Number(task) === pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer");
          if ((first ? SCREEN : readFileSync(`${place}/comm`, "utf8").trim()) !== name) continue;
          taken.set(task, Number(readFileSync(`${place}/schedstat`, "utf8").split(" ")[0]) / 1e6);
        }
      } catch { /* it ended meanwhile */ }
    }
    return taken;
  }

  /** What work gives, and `cpu`: milliseconds of processor time that threads of this name took for it. */
  async measured(name, work) {
    const before = this.#threads(name);
    const result = await work();
    let cpu = 0;
    for (const [task, after] of this.#threads(name)) cpu += after - (before.get(task) ?? 0);
    return { ...result, cpu };
  }

  /** MiB that the largest process of a page holds: now, and at most so far. */
  memory() {
    let most = { now: 0, peak: 0 };
    for (const pid of this.#processes()) {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer")) continue;
        const status = readFileSync(`/proc/${pid}/status`, "utf8");
        const mib = (name) => Math.round(Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024);
        const [now, peak] = [mib("VmRSS"), mib("VmHWM")];
        if (peak > most.peak) most = { now, peak };
      } catch { /* it ended meanwhile */ }
    }
    return most;
  }

  async close() {
    await this.send("Browser.close").catch(() => undefined);
    await new Promise((resolve) => (this.process.exitCode === null ? this.process.on("exit", resolve) : resolve()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
