// The page: what is on this device, and the form of one note. Everything that it needs is loaded when it opens.
import { doubtful, sure } from "./clock.js";
import { blank, drawForm, missing, wordsOf } from "./form.js";
import { ask, button, h, moment, say, when, words } from "./parts.js";
import { link, look, sendAll } from "./send.js";
import { Elsewhere, all, get, keep, put, remove } from "./store.js";

const DAY = 86_400_000;
const EVERY = 15_000; // ms between two tries, while something waits and the page is in sight
const root = document.getElementById("app");
let definition = null;
let opened = null; // the note on screen
let last = null; // the occasion of the note just put in the queue
let notice = "";
let disk = true;
let ready = false; // the service worker holds the page

const label = (record) => definition.templates.find((each) => each.kind === record.kind)?.label ?? record.kind;
const days = (record) => definition.days[{ draft: "draft", sent: "sent" }[record.state] ?? "queue"];
const past = (record, now = sure() ?? Date.now()) => record.touched + days(record) * DAY < now;
const mine = (record) => link.member && record.member === link.member.id;
const closed = () => link.state === "ended" || !link.member; // what was written before is opened by signing in

async function records() {
  try {
    const found = await all();
    const sent = sure() === null ? [] : found.filter((each) => each.state === "sent"); // nothing goes by this device's clock
    for (const each of sent) if (each.touched > sure() + DAY) await put(Object.assign(each, { touched: sure() })).catch(() => {});
    const over = sent.filter((each) => past(each));
    if (over.length) await remove(over.map((each) => each.key));
    disk = true;
    return found.filter((each) => !over.includes(each));
  } catch {
    disk = false;
    return [];
  }
}

// --- the list -------------------------------------------------------------------------------------------------------------

async function showList() {
  const found = await records();
  if (opened) return;
  const own = found.filter(mine).sort((one, other) => other.touched - one.touched);
  const others = found.filter((each) => !mine(each) && each.state !== "sent").length;
  const part = (state) => {
    const list = own.filter((each) => each.state === state);
    return list.length ? h("section", { "data-list": state }, h("h2", {}, say(PARTS[state])), h("ul", { class: "list" }, list.map(line))) : null;
  };
  root.replaceChildren(
    header(),
    h("main", {}, [
      h("h1", {}, say("title")), h("p", { class: "quiet" }, say("purpose")), status(), said(own), begin(),
      part("refused"), part("waiting"), own.some((each) => each.state === "waiting") && !closed() ? button(say("send"), go) : null,
      part("draft"), part("sent"),
      own.length && closed() ? h("p", { class: "quiet" }, say("hidden")) : null,
      others ? h("p", { class: "quiet" }, say(others === 1 ? "other" : "others", { n: others })) : null,
      h("p", { class: "quiet" }, say("privacy")),
      own.length ? button(say("erase_all"), eraseAll, "quiet-button") : null,
    ].filter(Boolean)),
  );
}

const PARTS = { refused: "refused", waiting: "waiting", draft: "drafts", sent: "sent" };

function header() {
  const who = link.member && say(link.state === "online" ? "as" : "last_as", link.member);
  return h("header", {}, h("p", {}, h("a", { href: "/" }, say("app")), h("span", {}, who ?? "")));
}

function status() {
  const name = link.state === "online" ? "online" : link.state === "ended" ? "ended" : link.member ? "offline" : "nobody";
  const shown = link.state === "unknown" ? [] : [say(name)];
  if (link.state === "online" && !link.may) shown.push(say("may_not"));
  if (link.notice) shown.push(typeof link.notice === "string" ? say(link.notice) : say("later", { reason: link.notice.later }));
  const secure = isSecureContext && "serviceWorker" in navigator;
  const signs = link.state === "ended" || (link.state !== "online" && !link.member);
  return h("div", {},
    h("div", { class: "status", role: "status", "data-link": link.state }, shown.map((each) => h("p", {}, each)),
      signs ? h("p", {}, h("a", { class: "line", href: "/auth/login?next=%2Fterrain%2F" }, say("sign_in"))) : null),
    disk ? null : h("div", { class: "notice" }, h("p", {}, say("no_disk"))),
    doubtful() ? h("div", { class: "notice", "data-clock": true }, h("p", {}, say("clock", { day: when(Date.now()) }))) : null,
    secure ? null : h("div", { class: "notice", "data-plain": true }, h("p", {}, say("plain")), h("p", {}, h("a", { class: "line", href: "/auth/certificate" }, say("certificate")))),
    secure && ready ? h("p", { class: "quiet", "data-ready": true }, `${say("ready")} ${matchMedia("(display-mode: standalone)").matches ? "" : say("install")}`) : null,
  );
}

function said(own) {
  if (!notice) return null;
  if (notice === "queued" && !own.some((each) => ["waiting", "refused"].includes(each.state))) notice = "gone";
  if (notice === "queued" && own.some((each) => each.state === "refused" && each.key === last?.key)) notice = "not_gone";
  const next = last ? button(say("next"), () => write(last.kind, last), "first") : null;
  return h("div", { class: "done", role: "status" }, h("p", {}, say(notice)), next);
}

function begin() {
  if (!link.member || !disk) return null;
  const make = (each) => button(each.label, () => write(each.kind), "first");
  return h("section", {}, h("h2", {}, say("new")), h("div", { class: "stack" }, definition.templates.map(make)));
}

function line(record) {
  const count = record.state === "sent" ? 0 : wordsOf(definition, record);
  const facts = [label(record), moment(record.touched)];
  if (record.state === "sent") facts.push(say("code", record));
  else facts.push(count === 1 ? say("word") : say("words", { n: count }));
  const notes = [];
  if (record.state !== "sent" && past(record)) notes.push(h("p", { class: "why", "data-old": true }, say("old", { n: days(record) })));
  if (record.state === "refused") notes.push(h("p", { class: "why" }, record.reason));
  if (record.state === "waiting" && record.tried) notes.push(h("p", { class: "quiet" }, say("tried")));
  if (record.checks) notes.push(h("p", { class: "why" }, record.checks === 1 ? say("check") : say("checks", { n: record.checks })));
  if (record.kept?.length) notes.push(h("p", { class: "why" }, say("kept_head", { fields: record.kept.join(", ") })));
  if (record.person) notes.push(h("p", { class: "why" }, say("person", record)));
  const tools = [];
  if (!closed()) {
    if (record.state === "draft") tools.push(button(say("resume"), () => edit(record.key)));
    if (record.state === "refused") tools.push(button(say("mend"), () => edit(record.key), "first"));
    if (record.state === "waiting" && !record.tried) tools.push(button(say("take_back"), () => edit(record.key)));
    if (record.state === "sent") tools.push(h("a", { class: "line", href: `/fieldnotes_note?note=${record.note}` }, say("open")));
  }
  tools.push(button(say("delete"), () => drop(record)));
  return h("li", {}, h("p", { class: "facts" }, facts.join(" · ")), notes, h("div", { class: "row" }, tools));
}

async function drop(record) {
  const why = record.state === "sent" ? "forget_text" : record.tried ? "delete_left" : "delete_text";
  if (!(await ask(say("delete_ask"), [say(why)], say("delete")))) return;
  await remove([record.key]);
  showList();
}

async function eraseAll() {
  const found = await records();
  const own = found.filter(mine);
  const unsent = own.filter((each) => each.state !== "sent").length;
  const texts = [say("erase_text", { n: unsent }), ...(own.length < found.length ? [say("erase_others")] : [])];
  if (!(await ask(say("erase_ask"), texts, say("erase_all")))) return;
  await remove(own.map((each) => each.key));
  if (own.length === found.length && "serviceWorker" in navigator) { // the copy of the page too; it comes back when the page is opened
    for (const each of await caches.keys()) if (each.startsWith("terrain-")) await caches.delete(each);
    await (await navigator.serviceWorker.getRegistration("/terrain/"))?.unregister();
    ready = false;
  }
  notice = "erased"; // said once it is so: the list may be drawn meanwhile
  last = null;
  showList();
}

// --- one note -------------------------------------------------------------------------------------------------------------

function write(kind, like = null) {
  const template = definition.templates.find((each) => each.kind === kind);
  show(blank(definition, template, link.member.id, like));
}

async function edit(key) {
  const record = await get(key);
  if (!record || record.tried || !mine(record)) return showList();
  show(record);
}

function show(record) {
  opened = record;
  notice = "";
  const where = h("p", { class: "where", role: "status" });
  const problems = h("div", {});
  let writing = 0;
  let lost = false;
  const changed = async () => {
    if (lost) return;
    problems.replaceChildren();
    record.touched = Date.now();
    writing += 1;
    const mineNow = writing;
    where.dataset.state = "writing";
    try {
      await keep(record);
      if (mineNow === writing) tell("here");
    } catch (error) {
      lost = error instanceof Elsewhere;
      tell(lost ? "elsewhere" : "nowhere");
    }
  };
  const tell = (how) => {
    where.dataset.state = how;
    where.dataset.rev = record.rev;
    where.textContent = say(how);
  };
  const save = async () => {
    const lacks = missing(definition, record);
    record.dated = record.head.held_on;
    if (lacks.length) return void problems.replaceChildren(summary(lacks));
    const before = { state: record.state, note: record.note };
    await keep(record).catch(() => {}); // what was typed last
    Object.assign(record, { state: "waiting", queued: Date.now(), touched: Date.now(), reason: "" });
    try {
      await put(record);
    } catch (error) {
      Object.assign(record, before);
      return void tell(error instanceof Elsewhere ? "elsewhere" : "nowhere");
    }
    last = { key: record.key, kind: record.kind, head: record.head, occasion: record.occasion };
    notice = "queued";
    close();
    go();
  };
  const reason = record.state === "refused" ? h("div", { class: "notice" }, h("p", {}, say("why_refused", record))) : null;
  const form = h("form", { onsubmit: (event) => { event.preventDefault(); save(); } },
    reason, drawForm(definition, record, changed), problems,
    h("div", { class: "bar" }, where, h("button", { type: "submit", class: "first" }, say("save"))));
  root.replaceChildren(
    h("header", {}, h("p", {}, button(say("back"), close, "link"), h("span", {}, link.member?.name ?? ""))),
    h("main", {}, h("h1", { tabindex: "-1" }, label(record)), form),
  );
  history.pushState({ note: true }, "");
  scrollTo(0, 0);
  root.querySelector("h1").focus({ preventScroll: true });
  if (record.state === "waiting") take(record, changed);
}

// A note taken back from the queue is a draft again, before anything else is typed.
function take(record, changed) {
  record.state = "draft";
  changed();
}

function summary(lacks) {
  const box = h("div", { class: "summary", role: "alert", tabindex: "-1" }, h("h2", {}, say("problem")), h("ul", {}, lacks.map((each) => h("li", {}, say(each)))));
  setTimeout(() => box.focus(), 0);
  return box;
}

function close() {
  opened = null;
  showList();
}

// --- the link, the clock ---------------------------------------------------------------------------------------------------

async function go() {
  await sendAll().catch(() => false);
  if (!opened) showList();
}

async function hold() {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/terrain/sw.js", { scope: "/terrain/", updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    ready = true;
    navigator.storage?.persist?.();
    if (!opened) showList();
  } catch {
    ready = Boolean(navigator.serviceWorker.controller); // without the server the old one goes on
  }
}

async function start() {
  definition = await (await fetch("/terrain/form.json")).json();
  Object.assign(words, definition.words);
  document.title = say("title");
  await showList();
  addEventListener("popstate", () => opened && close());
  addEventListener("online", go);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go());
  setInterval(() => document.visibilityState === "visible" && go(), EVERY);
  await look();
  if (!opened) showList();
  hold();
  go();
}

start();
