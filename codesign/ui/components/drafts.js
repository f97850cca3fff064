// Nothing typed is lost: each keystroke goes to the disk of this device, then to the server, until it says that it has it.
//
// IndexedDB with strict durability, since localStorage forgets what was typed in the second before a browser dies. A
// record belongs to one member: another who signs in on the same browser is never shown it. Text reaches the page
// through `value` and `textContent` only.

const QUIET = 600; // ms after the last key
const RETRY = 3000;
const PATIENCE = 10_000; // ms that a text waits for a run to end
const DAY = 86_400_000;
const BOX = "Connection error"; // Streamlit's own, in English and not to be configured
const shared = (globalThis.codesignDrafts ??= { waiting: new Map() });

const states = new Map(); // what each field holds; it outlives the field, which Streamlit may build anew
const fields = new Map(); // place on the page -> Field
let member = null;
let words = {};
let days = 14;
let tell = null; // to the server, what lies on this device outside the fields of this page
let sweeping = { done: false, again: false, at: 0 };
let told = false;
let broken = false; // this browser keeps nothing

// A run that another one cuts short forgets the button that was pressed: what can wait lets it end. A value leaves some
// hundredths of a second after it was given, so a press that has begun counts too.
let touched = 0;

function busy() {
  if (Date.now() - touched < 300) return true;
  const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
  return Boolean(state) && state !== "notRunning";
}

// --- the disk of this device ------------------------------------------------------------------------------------------

let opening = null;

function open() {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open("codesign", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: ["member", "id", "field"] });
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = () => (opening = null);
      db.onversionchange = () => {
        db.close();
        opening = null;
      };
      done(db);
    };
    request.onerror = () => fail(request.error);
  });
  return opening;
}

async function inStore(mode, work) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const db = await open();
      return await new Promise((done, fail) => {
        const turn = db.transaction("drafts", mode, { durability: "strict" });
        const asked = work(turn.objectStore("drafts"));
        turn.oncomplete = () => done(asked?.result);
        turn.onabort = () => fail(turn.error);
      });
    } catch (error) {
      opening = null; // a phone short of memory closes the connection: a new one, once
      if (attempt) throw error;
    }
  }
}

const get = (key) => inStore("readonly", (store) => store.get(key));
const put = (record) => inStore("readwrite", (store) => store.put(record));
const all = () => inStore("readonly", (store) => store.getAll());
const remove = (keys) => inStore("readwrite", (store) => void keys.forEach((key) => store.delete(key)));

// `randomUUID` exists on secure origins only, and the hotspot of the field is none.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

let writing = null;
let writer = null; // this browser, to tell its keystrokes from those of one's other devices

function thisBrowser() {
  writing ??= (async () => {
    const key = ["", "", "writer"];
    const made = newId();
    try {
      const known = await inStore("readwrite", (store) => {
        const asked = store.get(key);
        asked.onsuccess = () => {
          if (!asked.result) store.put({ member: "", id: "", field: "writer", text: made });
        };
        return asked;
      });
      writer = known?.text ?? made;
    } catch {
      broken = true;
      writer = made;
    }
    return writer;
  })();
  return writing;
}

const keyOf = (each) => [each.member, each.id, each.field];
const nameOf = (each) => keyOf(each).join("\n");
const plain = (text) => text.replace(/\r\n?/g, "\n"); // as a field holds it
const unsent = (each) => each.rev > each.ack;

function recordOf(state) {
  const { member: who, id, field, text, rev, ack, base, at, note, version } = state;
  return { member: who, id, field, text, rev, ack, base, at, note, version };
}

async function keep(state) {
  if (state.keeping) {
    state.more = true;
    return;
  }
  state.keeping = true;
  do {
    state.more = false;
    const { rev } = state;
    try {
      await put(recordOf(state));
      state.durable = rev;
      broken = false;
    } catch {
      broken = true;
    }
  } while (state.more && !state.gone);
  state.keeping = false;
  if (state.gone) await remove([keyOf(state)]).catch(() => {});
  showAll(state);
}

// --- one field --------------------------------------------------------------------------------------------------------

let count = 0;

class Field {
  constructor(root) {
    count += 1;
    this.host = document.createElement("div");
    this.host.className = "cd-draft";
    this.label = document.createElement("label");
    this.area = document.createElement("textarea");
    this.area.dir = "auto"; // a word of Arabic, typed as it is said, reads from the right
    this.status = document.createElement("p");
    this.area.id = `cd-draft-${count}`;
    this.status.id = `${this.area.id}-status`;
    this.label.htmlFor = this.area.id;
    this.area.setAttribute("aria-describedby", this.status.id);
    this.area.oninput = () => this.typed();
    this.area.onfocus = () => (held = this);
    this.area.onblur = () => this.push();
    this.area.onkeydown = (event) => {
      event.stopPropagation(); // Streamlit listens for single letters
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.push();
    };
    const head = document.createElement("div"); // above the text, where a phone's keyboard leaves it in sight
    head.append(this.label, this.status);
    this.host.append(head, this.area);
    root.append(this.host);
  }

  update(component) {
    const { data } = component;
    this.send = (value) => component.setStateValue("draft", value);
    this.label.textContent = data.words.label;
    this.area.placeholder = data.words.help;
    this.area.rows = data.rows;
    this.area.maxLength = data.most;
    const name = nameOf(data);
    if (this.name !== name) {
      this.name = name;
      this.state = states.get(name) ?? begin(data);
      this.area.readOnly = !this.state.loaded;
      this.area.value = this.state.text;
    }
    this.state.data = data;
    if (this.state.loaded) heard(this.state);
    this.show();
  }

  typed() {
    const { state } = this;
    state.text = this.area.value;
    state.rev = Math.max(state.rev, state.ack) + 1;
    state.at = Date.now();
    keep(state);
    tabs?.postMessage(recordOf(state));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), QUIET);
    this.show();
  }

  rest() {
    clearTimeout(this.timer);
    if (busy() && Date.now() - this.state.at < PATIENCE) this.timer = setTimeout(() => this.rest(), 60);
    else this.push();
  }

  push() {
    const { state } = this;
    clearTimeout(this.timer);
    if (!state?.loaded || !unsent(state)) return;
    state.pushed = Date.now();
    this.send({ ...recordOf(state), writer, n: state.pushed });
  }

  show() {
    const { state } = this;
    this.area.readOnly = !state.loaded;
    if (this.area.value !== state.text) {
      const { selectionStart, selectionEnd } = this.area;
      this.area.value = state.text;
      if (document.activeElement === this.area) this.area.setSelectionRange(selectionStart, selectionEnd);
    }
    const how = whereIs(state);
    if (how === "typing" && this.host.dataset.state) return; // a few thousandths of a second: nothing to read
    this.host.dataset.state = how;
    this.host.dataset.rev = how === "saved" ? state.ack : state.durable;
    this.status.textContent = words[how] ?? "";
  }
}

function whereIs(state) {
  if (!state.loaded || state.rev === 0) return "";
  if (!unsent(state)) return "saved";
  if (state.durable >= state.rev) return "here";
  return broken ? "nowhere" : "typing";
}

function begin(data) {
  const { member: who, id, field, note, version } = data;
  const counts = { rev: 0, ack: 0, base: data.seq, at: 0, durable: 0, pushed: 0 };
  const state = { member: who, id, field, note, version, text: plain(data.text), ...counts, loaded: false, data };
  states.set(nameOf(state), state);
  load(state);
  return state;
}

async function load(state) {
  const me = await thisBrowser();
  const local = await get(keyOf(state)).catch(() => null);
  const { data } = state;
  state.ack = data.acks[me] ?? 0;
  state.rev = Math.max(local?.rev ?? 0, state.ack);
  if (local && local.rev > state.ack) {
    Object.assign(state, { text: local.text, base: local.base, at: local.at, durable: local.rev });
  } else {
    Object.assign(state, { text: plain(data.text), base: data.seq });
  }
  state.loaded = true;
  showAll(state);
  if (unsent(state)) fieldsOf(state)[0]?.push();
}

function heard(state) {
  const { data } = state;
  const before = state.ack;
  state.ack = data.acks[writer] ?? 0; // less than before when the server was put back to an older day: sent again
  if (!unsent(state) && data.seq >= state.base) {
    state.base = data.seq;
    state.text = plain(data.text); // typed on another device, or the very same
  } else if (data.writer === writer) {
    state.base = Math.max(state.base, data.seq);
  }
  if (state.ack !== before && state.durable) keep(state);
}

const fieldsOf = (state) => [...fields.values()].filter((field) => field.state === state);
const showAll = (state) => fieldsOf(state).forEach((field) => field.show());
const pushAll = () => fields.forEach((field) => field.push());

shared.field = (component) => {
  const place = component.parentElement;
  let field = fields.get(place);
  if (!field) {
    field = new Field(place);
    fields.set(place, field);
  }
  field.update(component);
};
shared.leave = (place) => {
  const field = fields.get(place);
  clearTimeout(field?.timer);
  if (held === field) held = null;
  fields.delete(place);
};

// --- one's other tabs -------------------------------------------------------------------------------------------------

const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("codesign-drafts") : null;
if (tabs) {
  tabs.onmessage = ({ data: record }) => {
    const state = states.get(nameOf(record));
    if (!state?.loaded || record.member !== member || record.rev <= state.rev) return;
    const { text, rev, base, at } = record;
    Object.assign(state, { text, rev, base, at, durable: rev });
    showAll(state);
  };
}

// --- what lies on this device outside the fields of this page ---------------------------------------------------------

async function sweep() {
  sweeping = { done: true, again: false, at: Date.now() };
  const records = (await all().catch(() => [])).filter((each) => each.member);
  const old = Date.now() - days * DAY;
  const mine = (each) => each.member === member;
  const over = records.filter((each) => each.at < old && !(mine(each) && unsent(each)));
  if (over.length) await remove(over.map(keyOf)).catch(() => {});
  const left = records.filter((each) => mine(each) && !over.includes(each));
  const shown = new Set([...fields.values()].map((field) => field.name));
  const items = left.filter((each) => unsent(each) && !shown.has(nameOf(each))).slice(0, 50);
  sweeping.again = items.length > 0;
  if (left.length === 0 && !told) return;
  const me = await thisBrowser();
  if (busy()) { // a button was pressed while this device was read
    sweeping.done = false;
    return;
  }
  told = true;
  const ids = [...new Set(left.map((each) => each.id))];
  tell?.({ member, held: ids, items: items.map((each) => ({ ...each, writer: me })), n: Date.now() });
}

async function learn(data) {
  for (const id of data.gone) {
    states.forEach((state, name) => {
      if (state.id !== id) return;
      state.gone = true;
      states.delete(name);
    });
    const records = (await all().catch(() => [])).filter((each) => each.member === data.member && each.id === id);
    if (records.length) await remove(records.map(keyOf)).catch(() => {});
  }
  for (const [id, field, rev] of data.acks) {
    const record = await get([data.member, id, field]).catch(() => null);
    if (record && record.ack < rev) await put({ ...record, ack: rev }).catch(() => {});
  }
}

// --- the link ---------------------------------------------------------------------------------------------------------

let linked = null; // null until the first time that there is one
let held = null; // the field that people write in, until they go elsewhere by themselves
let banner = null;
let lostAt = 0;

function look() {
  const app = document.querySelector("[data-testid=stApp]");
  const now = app?.dataset.testConnectionState === "CONNECTED";
  if (now && linked === false) {
    closeBanner();
    setTimeout(pushAll, 50);
    sweeping.done = false;
  }
  if (!now && linked) lostAt = Date.now();
  if (now || linked !== null) linked = now;
}

function closeBox() {
  if (linked !== false) return;
  const box = [...document.querySelectorAll("[role=dialog]")].find((each) => each.textContent.includes(BOX));
  const close = box?.querySelector("button[aria-label=Close]");
  if (!close || box.dataset.closed) return;
  box.dataset.closed = "yes";
  close.click();
  const field = held;
  const until = Date.now() + 1500;
  const back = () => { // the box gives the focus back where it thinks best, later
    if (!field || held !== field || Date.now() > until) return;
    if (document.activeElement !== field.area) field.area.focus({ preventScroll: true });
    setTimeout(back, 30);
  };
  back();
}

function intercept(event) { // keys pressed while the box holds the focus belong to the text
  const away = held && linked === false && document.activeElement !== held.area;
  if (!away || event.ctrlKey !== event.altKey || event.metaKey) return;
  const { area } = held;
  const text = event.key === "Enter" ? "\n" : event.key.length === 1 ? event.key : "";
  if (event.key === "Backspace" && area.selectionStart === area.selectionEnd) {
    area.setSelectionRange(Math.max(0, area.selectionStart - 1), area.selectionEnd);
  } else if (!text && event.key !== "Backspace") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  held.typed();
}

function openBanner() {
  banner ??= Object.assign(document.createElement("div"), { className: "cd-lost" });
  banner.setAttribute("role", "alert");
  if (!banner.isConnected) document.body.append(banner);
  say(broken ? words.lost_nowhere : words.lost);
}

function say(text, href = "", label = "") {
  if (banner.dataset.said === text) return;
  banner.dataset.said = text;
  banner.replaceChildren(document.createTextNode(text));
  if (href) banner.append(" ", Object.assign(document.createElement("a"), { href, textContent: label }));
}

function closeBanner() {
  banner?.remove();
  banner = null;
}

async function stillSignedIn() {
  try {
    const answer = await fetch("/_stcore/host-config", { cache: "no-store", redirect: "manual" });
    if (answer.status !== 401 || !banner) return;
    const here = location.pathname + location.search;
    say(words.ended, `/auth/login?next=${encodeURIComponent(here)}`, words.sign_in);
  } catch {
    // the server does not answer: the banner says so already
  }
}

function tick() {
  const now = Date.now();
  if (linked === false && now - lostAt > 1000) {
    openBanner();
    if (Math.floor(now / 1000) % 5 === 0) stillSignedIn();
  }
  fields.forEach((field) => {
    const { state } = field;
    if (unsent(state) && now - state.pushed >= RETRY && now - state.at >= QUIET) field.rest();
  });
  const due = !sweeping.done || (sweeping.again && now - sweeping.at > 4 * RETRY);
  if (linked && member && due && !busy() && now - loadedAt > 1500) sweep();
}

// --- signing out ------------------------------------------------------------------------------------------------------

let leaving = false;

async function guard(event) {
  const button = event.target.closest?.(".st-key-sidebar_out button");
  if (!button || leaving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pushAll();
  const until = Date.now() + 1500;
  const waiting = () => [...fields.values()].some((field) => unsent(field.state));
  while (waiting() && Date.now() < until) await new Promise((done) => setTimeout(done, 50));
  const mine = (await all().catch(() => [])).filter((each) => each.member === member);
  if ((mine.some(unsent) || waiting()) && !(await ask())) return;
  await remove(mine.filter((each) => !unsent(each)).map(keyOf)).catch(() => {}); // the server has them
  try { localStorage.removeItem("codesign-terrain-member"); } catch { /* the offline page then asks the server */ }
  leaving = true;
  button.click();
  leaving = false;
}

function ask() {
  const make = (tag, text, name) => Object.assign(document.createElement(tag), { textContent: text, className: name ?? "" });
  const box = make("dialog", "", "cd-ask");
  const title = make("h2", words.ask_title);
  title.id = "cd-ask-title";
  box.setAttribute("aria-labelledby", title.id);
  const stay = make("button", words.stay, "first");
  const leave = make("button", words.leave);
  const row = make("div", "");
  row.append(stay, leave);
  box.append(title, make("p", words.ask_text), row);
  document.body.append(box);
  box.showModal();
  return new Promise((done) => {
    stay.onclick = () => box.close("");
    leave.onclick = () => box.close("leave");
    box.onclose = () => {
      box.remove();
      done(box.returnValue === "leave");
    };
  });
}

// --- once per page ----------------------------------------------------------------------------------------------------

const loadedAt = Date.now();

function settle() {
  shared.settled = true;
  look();
  new MutationObserver(look).observe(document.querySelector("[data-testid=stApp]") ?? document.body, {
    attributeFilter: ["data-test-connection-state"],
  });
  new MutationObserver(closeBox).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("keydown", intercept, true);
  document.addEventListener("keydown", (event) => event.key === "Tab" && (held = null), true);
  document.addEventListener("pointerdown", () => (touched = Date.now()), true);
  document.addEventListener("pointerdown", (event) => event.target !== held?.area && (held = null), true);
  document.addEventListener("click", guard, true);
  document.addEventListener("visibilitychange", pushAll);
  addEventListener("pagehide", pushAll);
  addEventListener("online", pushAll);
  setInterval(tick, 500);
}

export default function (component) {
  const { data } = component;
  if (member !== data.member) {
    states.clear();
    sweeping.done = false;
  }
  ({ member, words, days } = data);
  tell = (value) => component.setStateValue("drafts", value);
  learn(data);
  if (!shared.settled) settle();
  fields.forEach((field) => field.show());
  shared.waiting.forEach((each) => shared.field(each));
  shared.waiting.clear();
}
