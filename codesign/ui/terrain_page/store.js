// What lies on this device: one record per note, written at each keystroke with strict durability.
const STORE = "notes";
let opening = null;

function open() {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open("codesign-terrain", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => {
      const db = request.result;
      const forget = () => (opening = null);
      db.onclose = forget;
      db.onversionchange = () => { db.close(); forget(); };
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
        const turn = db.transaction(STORE, mode, { durability: "strict" });
        const asked = work(turn.objectStore(STORE), turn);
        turn.oncomplete = () => done(asked?.result);
        turn.onabort = () => fail(turn.refusal ?? turn.error);
      });
    } catch (error) {
      if (error instanceof Elsewhere) throw error;
      opening = null; // a phone short of memory closes the connection: a new one, once
      if (attempt) throw error;
    }
  }
}

// Another window of this browser changed or sent the note meanwhile: its words win, nothing is written over them.
export class Elsewhere extends Error {}

export const all = () => inStore("readonly", (store) => store.getAll());
export const get = (key) => inStore("readonly", (store) => store.get(key));
export const remove = (keys) => inStore("readwrite", (store) => void keys.forEach((key) => store.delete(key)));

export async function put(record) {
  const { rev } = record;
  await inStore("readwrite", (store, turn) => {
    const asked = store.get(record.key);
    asked.onsuccess = () => {
      if ((asked.result?.rev ?? 0) === rev) return void store.put({ ...record, rev: rev + 1 });
      turn.refusal = new Elsewhere();
      turn.abort();
    };
    return asked;
  });
  record.rev = rev + 1;
}

// While a write is under way, only the newest text waits for the next one.
const due = new Map();
let turn = null;

export function keep(record) {
  due.set(record.key, record);
  turn ??= flush().finally(() => (turn = null));
  return turn;
}

async function flush() {
  while (due.size) {
    const [[key, record]] = due;
    due.delete(key);
    await put(record);
  }
}

// UUIDv7, as the server makes them; `randomUUID` exists on secure origins only, and the hotspot of the field is none.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
