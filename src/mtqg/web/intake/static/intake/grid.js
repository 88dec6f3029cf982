// The keying grid: moves by keyboard, saves a line when it is left, hears what others changed. Without it, a plain form.
"use strict";
const grid = document.getElementById("grid");
const state = document.getElementById("grid-state");
const token = grid.querySelector("input[name=csrfmiddlewaretoken]").value;
const about = Object.fromEntries(["place", "period", "part", "village", "everyone"].map((name) => [name, grid.elements[name].value]));
const synced = new WeakMap(); // input -> what the office has
const rows = new Map([...grid.querySelectorAll("tr[data-key]")].map((row) => [row.dataset.key, row]));
const cells = (row) => [...row.querySelectorAll("input[data-column]")];
for (const row of rows.values()) for (const one of cells(row)) synced.set(one, one.value);
const changed = (row) => cells(row).filter((one) => one.value.trim() !== synced.get(one));
let waiting = 0;
const failing = new Set(); // rows that the office has not got

function say(text) { state.textContent = text; }

// What holds for every line is saved before a line is: the line is looked at with it.
let common = Promise.resolve();
function save(row) {
  if (row.dataset.key !== "*") return common.then(() => saved(row));
  common = saved(row);
  return common;
}

async function saved(row) {
  const dirty = changed(row);
  if (!dirty.length || row.dataset.saving) return;
  row.dataset.saving = "1";
  waiting += 1;
  say(grid.dataset.saving);
  const sent = Object.fromEntries(dirty.map((one) => [one.dataset.column, one.value.trim()]));
  const seen = Object.fromEntries(dirty.map((one) => [one.dataset.column, synced.get(one)]));
  const body = new URLSearchParams({ ...about, line: JSON.stringify({ key: row.dataset.key, cells: sent, seen }) });
  try {
    const answer = await fetch(grid.dataset.keep, { method: "POST", body, headers: { "X-CSRFToken": token, "X-Grid": "1" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const said = await answer.json();
    for (const one of dirty) synced.set(one, sent[one.dataset.column]);
    for (const line of said.lines) show(line, false);
    for (const [key, clash] of Object.entries(said.clashes)) clashed(rows.get(key), clash, sent);
    failing.delete(row);
    say(failing.size ? grid.dataset.lost : grid.dataset.saved);
  } catch {
    failing.add(row);
    say(grid.dataset.lost);
    setTimeout(() => save(row), 4000);
  } finally {
    waiting -= 1;
    delete row.dataset.saving;
    if (!failing.has(row) && changed(row).length && !row.contains(document.activeElement)) save(row);
  }
}

function show(line, isOther) {
  const row = rows.get(line.key);
  if (!row) return;
  for (const one of cells(row)) { // a colleague's cells come with our own line too; what is being typed stays
    const now = line.cells[one.dataset.column] || "";
    if (one.value.trim() === synced.get(one) && synced.get(one) !== now) { one.value = now; synced.set(one, now); one.classList.add("other"); }
  }
  const rule = row.querySelector(".rule div");
  if (rule) {
    rule.textContent = "";
    if (line.said.class) {
      const chip = document.createElement("span");
      chip.className = "chip " + line.said.tone;
      chip.textContent = line.said.class;
      const why = document.createElement("small");
      why.textContent = line.said.why;
      rule.append(chip, " ", why);
    }
  }
  const list = row.querySelector(".wrongs");
  if (!list) return;
  list.textContent = "";
  for (const wrong of line.said.wrong) point(row, list, wrong.column, (wrong.head ? wrong.head + ": " : "") + wrong.message + " " + wrong.remedy);
  mark(row);
  if (isOther) note(row, line.by + " " + grid.dataset.other.replace(":", ""));
}

function point(row, list, column, text) {
  const item = document.createElement("li");
  item.dataset.column = column;
  item.textContent = text;
  list.append(item);
}

function note(row, text) { const list = row.querySelector(".wrongs"); if (list) { const item = document.createElement("li"); item.className = "remedy"; item.textContent = text; list.append(item); } }

function clashed(row, clash, sent) {
  const list = row && row.querySelector(".wrongs");
  for (const one of row ? cells(row) : []) {
    const now = clash[one.dataset.column];
    if (now === undefined) continue;
    synced.set(one, now);
    if (list) point(row, list, one.dataset.column, `${grid.dataset.clash} “${now}”; ${grid.dataset.yours} “${sent[one.dataset.column]}”.`);
    one.value = now;
    one.classList.add("other");
  }
  if (row) mark(row);
}

function mark(row) {
  const wrong = new Set([...row.querySelectorAll(".wrongs li[data-column]")].map((one) => one.dataset.column));
  for (const one of cells(row)) {
    const is = wrong.has(one.dataset.column);
    if (is) one.setAttribute("aria-invalid", "true"); else one.removeAttribute("aria-invalid");
  }
}
for (const row of rows.values()) mark(row);

function near(input, step) {
  const all = [...grid.querySelectorAll(`input[data-column="${input.dataset.column}"]`)];
  return all[all.indexOf(input) + step];
}

grid.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.dataset || !input.dataset.column || event.isComposing) return;
  const row = input.closest("tr");
  let to = null;
  if (event.key === "ArrowDown") to = near(input, 1);
  else if (event.key === "ArrowUp") to = near(input, -1);
  else if (event.key === "Enter") {
    const listed = [...rows.values()].filter((one) => cells(one).length);
    const next = listed[listed.indexOf(row) + 1];
    to = next ? cells(next)[0] : null;
    if (!next) save(row);
  } else if (event.key === '"' && !input.value) {
    const above = near(input, -1);
    if (above) input.value = above.value;
  } else return;
  event.preventDefault();
  if (to) { to.focus(); to.select(); to.scrollIntoView({ block: "nearest", inline: "nearest" }); }
});
grid.addEventListener("focusout", (event) => {
  const row = event.target.closest("tr[data-key]");
  if (row && !row.contains(event.relatedTarget)) save(row);
});
grid.addEventListener("input", (event) => { event.target.classList.remove("other"); });
grid.addEventListener("submit", (event) => event.preventDefault());

async function listen() {
  try {
    const asked = new URLSearchParams({ ...about, since: grid.dataset.since });
    const answer = await fetch(`${grid.dataset.changes}?${asked}`);
    if (answer.ok) {
      const said = await answer.json();
      grid.dataset.since = said.since;
      for (const line of said.lines) show(line, true);
    }
  } catch { /* the line is down: the next time */ }
}
setInterval(() => { if (!document.hidden) listen(); }, 5000);
for (const row of rows.values()) setInterval(() => { if (row.contains(document.activeElement)) save(row); }, 15000);

// Sending waits for what is still being saved: nothing typed is left behind.
const sending = document.getElementById("grid-send");
sending.addEventListener("submit", async (event) => {
  if (sending.dataset.ready) return;
  event.preventDefault();
  const button = sending.querySelector("button");
  button.disabled = true;
  await Promise.all([...rows.values()].map(save));
  while (waiting) await new Promise((done) => setTimeout(done, 50));
  if (failing.size || [...rows.values()].some((row) => changed(row).length)) { button.disabled = false; return; }
  sending.dataset.ready = "1";
  sending.submit();
});
window.addEventListener("beforeunload", (event) => { if ([...rows.values()].some((row) => changed(row).length)) event.preventDefault(); });
