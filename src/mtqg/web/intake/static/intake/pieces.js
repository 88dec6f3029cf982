// Sends files in pieces and goes on where the line dropped. Without it, or without a safe context, the form goes whole.
"use strict";
(() => {
  const form = document.querySelector("form[data-pieces]");
  if (!form || !window.crypto || !crypto.subtle || !AbortSignal.timeout) return;
  const SMALLEST = 64 << 10, LARGEST = 1 << 20, LONGEST_MS = 90_000;
  const box = form.querySelector(".sending"), [bar, told] = box.querySelectorAll("progress, p");
  const token = form.elements.csrfmiddlewaretoken.value;
  let sending = false, stopped = false, broken = 0, wake = () => {};
  const say = (key, percent) => { told.textContent = box.dataset[key].replace("[percent]", percent); };
  const show = (state) => { bar.value = Math.floor((100 * state.offset) / state.size); };
  const wait = (ms) => new Promise((done) => { wake = done; setTimeout(done, ms); });
  window.addEventListener("online", () => wake());

  class Ended extends Error {} // not to be tried again

  // What the server answers. A dropped line and a server that starts anew are errors to be tried again.
  async function ask(address, options) {
    const headers = { "X-CSRFToken": token, Accept: "application/json", ...options.headers };
    const asked = { ...options, headers, redirect: "manual", signal: AbortSignal.timeout(LONGEST_MS) };
    const answer = await fetch(address, asked);
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Ended(box.dataset.signedOut);
    if (answer.status === 500 && ++broken > 5) throw new Ended(`${box.dataset.gone} (500)`); // ours to mend
    if (answer.status >= 500 && answer.status !== 507) throw new Error("the server is not there");
    const said = await answer.json().catch(() => ({}));
    if (said.problems) throw new Ended(said.problems.map((one) => `${one.message} ${one.remedy} (${one.code})`).join(" "));
    if (said.at === undefined) throw new Ended(`${box.dataset.gone} (${answer.status})`);
    return said;
  }

  async function steady(work, readable) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 15_000)) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Ended || stopped) throw error;
        await readable();
        say("dropped", bar.value);
        await wait(pause);
      }
    }
  }

  async function send(files) {
    const whole = new Blob(files);
    const readable = () => whole.slice(0, 1).arrayBuffer().catch(() => { throw new Ended(box.dataset.changed); });
    say("reading");
    const bytes = await whole.arrayBuffer().catch(() => { throw new Ended(box.dataset.changed); });
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))];
    const body = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "files"));
    body.set("files", JSON.stringify(files.map((one) => [one.name, one.size])));
    body.set("digest", digest.map((one) => one.toString(16).padStart(2, "0")).join(""));
    let state = await steady(() => ask(form.dataset.pieces, { method: "POST", body }), readable);
    let length = 2 * SMALLEST, isLost = false;
    while (!state.to && !stopped) {
      show(state);
      say(state.offset + length < state.size ? "sending" : "checking", bar.value);
      const began = performance.now();
      state = await steady(async () => {
        if (isLost) show((state = await ask(state.at, { method: "GET" }))); // had the piece arrived that was lost?
        isLost = true;
        const piece = whole.slice(state.offset, state.offset + length);
        const headers = { "Upload-Offset": String(state.offset), "Content-Type": "application/offset+octet-stream" };
        const next = state.to ? state : await ask(state.at, { method: "PATCH", headers, body: piece });
        isLost = false;
        return next;
      }, readable);
      const took = performance.now() - began;
      length = took > 8000 ? SMALLEST : took < 2500 ? Math.min(2 * length, LARGEST) : length;
    }
    if (stopped) await ask(`${state.at}bo/`, { method: "POST" }).catch(() => {});
    window.location.assign(stopped ? window.location.pathname : state.to);
  }

  box.querySelector("button").addEventListener("click", () => { stopped = true; wake(); });
  form.addEventListener("submit", (event) => {
    // Files, or a whole folder: two inputs of one name.
    const files = [...form.querySelectorAll("input[name=files]")].flatMap((one) => [...one.files]);
    if (!files.some((one) => one.size)) return;
    event.preventDefault();
    if (sending) return; // a second click
    sending = true;
    const button = form.querySelector("button:not([type])");
    button.disabled = true;
    box.hidden = false;
    stopped = false;
    send(files).catch((error) => {
      if (stopped) return window.location.assign(window.location.pathname);
      told.textContent = error.message;
      button.disabled = sending = false;
    });
  });
})();
