// Accounts: made from a table, listed, ended.

import { type Shapes, get, post, postText } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { type Office, type Page, moment, word } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { filterBox, scrolled } from "./table.ts";

type Listed = Shapes["Account"];
type Role = Shapes["Role"];

async function all(): Promise<{ accounts: Listed[]; roles: Role[] }> {
  const accounts: Listed[] = [];
  let roles: Role[] = [];
  let next: number | null = 0;
  while (next !== null) {
    const told: Shapes["AccountList"] = await get(`/api/accounts?after=${next}`);
    accounts.push(...told.accounts);
    ({ roles, next } = told);
  }
  return { accounts, roles };
}

export async function accounts(office: Office): Promise<Page> {
  const { texts, me } = office;
  const told = await all();
  const body = make("tbody");
  const count = make("p", { class: "quiet", role: "status" });
  const list = (listed: Listed[]): void => {
    fill(body, ...listed.map(row));
    counted(listed.length);
  };
  const counted = (shown: number): void => {
    count.textContent = texts.say("accounts-count", { shown, all: body.rows.length });
  };
  const row = (account: Listed): HTMLTableRowElement => {
    const role = told.roles.find((role) => role.id === account.role);
    const state = account.ended !== null ? texts.say("account-ended", { when: moment(texts, account.ended) })
      : [texts.say(account.must_change ? "account-new" : "account-used"), ...(account.second_factor ? [texts.say("account-factor")] : [])].join(", ");
    const may = account.ended === null && account.name !== me.name;
    const { name } = account;
    const asking = (id: string, of: string, explain: string, act: () => Promise<void>): HTMLElement =>
      make("button", {
        type: "button", class: "small", "aria-label": of,
        onclick: () => ask(of, explain, texts.say(id), act),
      }, texts.say(id));
    const end = asking("account-end", texts.say("account-end-of", { name }), texts.say("account-end-explain"), () => ended(account));
    const renew = asking("password-renew", texts.say("password-renew-of", { name }), texts.say("password-renew-explain"), () => renewed(account));
    const off = asking("factor-take-off", texts.say("factor-off-of", { name }), texts.say("factor-off-explain"), () => factorOff(account));
    return make("tr", { class: account.ended !== null && "ended" }, make("th", { scope: "row" }, account.name),
      make("td", {}, role ? word(texts, role.name) : account.role), make("td", {}, account.region_name), make("td", {}, state), make("td", {}, make("div", { class: "buttons" }, may && renew, may && account.second_factor && off, may && end)));
  };
  /** Asks before something is done to an account that its owner notices. */
  const ask = (title: string, explain: string, button: string, act: () => Promise<void>): void => {
    const yes = async (): Promise<void> => {
      // First, as it gives the focus back to the button it came from.
      dialog.close();
      try {
        await act();
      } catch (error) {
        if (isProblem(error, "no-session")) return office.over();
        office.tell(explained(texts, error));
      }
      list((await all()).accounts);
    };
    const dialog = make("dialog", { "aria-labelledby": "ask-title" },
      make("h2", { id: "ask-title" }, title), make("p", {}, explain),
      make("div", { class: "buttons" },
        make("button", { type: "button", onclick: () => dialog.close() }, texts.say("cancel")),
        make("button", { type: "button", class: "main", onclick: () => void yes() }, button)));
    dialog.addEventListener("close", () => dialog.remove());
    page.append(dialog);
    dialog.showModal();
  };
  const ended = async ({ id, name }: Listed): Promise<void> => {
    await post(`/api/accounts/${id}/end`);
    office.tell(texts.say("account-is-ended", { name }));
  };
  const factorOff = async ({ id, name }: Listed): Promise<void> => {
    await post(`/api/accounts/${id}/second-factor/off`);
    office.tell(texts.say("factor-is-off", { name }));
  };
  const renewed = async ({ name }: Listed): Promise<void> => {
    made.show(await postText("/api/accounts/renew", "application/json", JSON.stringify({ name })));
  };
  const made = new Passwords(texts);
  const columns = ["name", "role", "region", "state"];
  const head = make("thead", {}, make("tr", {}, ...columns.map((id) => make("th", { scope: "col" }, texts.say(id))), make("td")));
  const page = make("div", {},
    adding(office, told.roles, made, async () => list((await all()).accounts)),
    make("h2", {}, texts.say("accounts-all")),
    filterBox("filter", texts.say("filter"), () => body.rows, counted), count,
    scrolled(texts.say("accounts-all"), make("table", {}, head, body)));
  list(told.accounts);
  return { title: texts.say("accounts"), body: page };
}

/** New accounts from a table. */
function adding(office: Office, roles: Role[], made: Passwords, added: () => Promise<void>): HTMLElement {
  const { texts } = office;
  const wrong = make("p", { class: "wrong", role: "alert" });
  const table = make("textarea", { id: "table", rows: 5, spellcheck: "false", autocapitalize: "none", required: true, "aria-describedby": "table-hint", placeholder: "name,role,region\nsiti,pps,9801012001" });
  const file = make("input", {
    type: "file", id: "file", accept: ".csv,text/csv",
    onchange: () => {
      const [chosen] = file.files ?? [];
      if (chosen) void chosen.text().then((text) => (table.value = text));
    },
  });
  const go = make("button", { class: "main" }, texts.say("accounts-make"));
  const form = make("form", {
    onsubmit: (event) => {
      event.preventDefault();
      wrong.textContent = "";
      go.disabled = true;
      postText("/api/accounts", "text/csv", table.value).then((csv) => {
        form.reset();
        made.show(csv);
        return added();
      }).catch((error: unknown) => {
        if (isProblem(error, "no-session")) return office.over();
        wrong.textContent = explained(texts, error);
      }).finally(() => {
        go.disabled = false;
      });
    },
  }, make("p", { class: "asked" }, make("label", { for: "file" }, texts.say("accounts-file")), file),
  make("p", { class: "asked" }, make("label", { for: "table" }, texts.say("accounts-table")), table,
    make("span", { class: "quiet", id: "table-hint" }, texts.say("accounts-hint"))),
  make("details", {}, make("summary", {}, texts.say("accounts-roles")),
    make("ul", {}, ...roles.map((role) => make("li", {}, make("code", {}, role.id), ` ${word(texts, role.name)}`)))),
  wrong, make("p", {}, go));

  return make("div", {}, make("h2", {}, texts.say("accounts-new")), form, made.element);
}

/** First passwords: shown once, and to be taken away as a file. */
class Passwords {
  readonly element = make("div", { tabindex: -1 });

  constructor(readonly texts: Texts) {}

  /** Shows what the desk gave: `name,password`, a line each. Neither holds a comma or a quotation mark. */
  show(csv: string): void {
    const { texts } = this;
    const rows = csv.trim().split("\n").slice(1).map((line) => line.split(","));
    const place = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, texts.say("name")), make("th", { scope: "col" }, texts.say("password-once"))));
    const each = rows.map(([name = "", password = ""]) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, make("code", {}, password))));
    const away = make("button", {
      type: "button",
      onclick: () => {
        URL.revokeObjectURL(place);
        fill(this.element);
      },
    }, texts.say("passwords-away"));
    const title = texts.say("passwords", { count: rows.length });
    fill(this.element, make("h2", {}, title), make("p", {}, texts.say("passwords-explain")),
      make("p", { class: "buttons" }, make("a", { href: place, download: "passwords.csv", class: "button" }, texts.say("passwords-file")), away),
      scrolled(title, make("table", {}, head, make("tbody", {}, ...each))));
    this.element.focus();
  }
}
