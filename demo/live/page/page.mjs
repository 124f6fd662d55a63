// Draws each picture that the server sends; what it is made of has demo/live/view.ts.
const byId = (id) => document.getElementById(id);

/** An element with classes and content; text is never taken for markup. */
function element(name, classes, ...content) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...content);
  return made;
}

/** Style by script is let through where style in the markup is not. */
function styled(made, property, value) {
  made.style.setProperty(property, value);
  return made;
}

const ownColour = (made, index) => styled(made, "--own", `var(--region-${index % 6})`);

const percent = (ratio) => `${(ratio * 100).toFixed(ratio > 0.9995 || ratio === 0 ? 0 : 1)} %`;
const milliseconds = (ms) => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`);
const time = (at) => new Date(at).toLocaleTimeString("en-GB");

const figure = (label, value, isBad = false) =>
  element("div", "", element("dt", "", label), element("dd", isBad ? "bad" : "", value));

const SIGNS = { healthy: "●", degraded: "▲", draining: "▼", failed: "✕", recovering: "◐" };

function stateOf({ killedAt, state }, at) {
  if (killedAt !== undefined) {
    const seconds = Math.max(0, (at - killedAt) / 1000).toFixed(0);
    return element("span", "state killed", `✕ killed ${seconds} s ago`);
  }
  return element("span", `state ${state ?? ""}`, state ? `${SIGNS[state] ?? ""} ${state}` : "");
}

/** Requests of each second as a bar, from the bottom those that failed, and lines at what was done to it. */
function history({ seconds, marks }, most) {
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("viewBox", `0 0 ${seconds.length} 100`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  const bar = (name, x, from, height, width = 0.85) => {
    if (height <= 0) return;
    const rect = document.createElementNS(namespace, "rect");
    const place = { class: name, x, y: 100 - from - height, width, height };
    for (const [key, value] of Object.entries(place)) rect.setAttribute(key, value);
    drawing.append(rect);
  };
  seconds.forEach(({ requests, failed }, x) => {
    const lost = (failed / most) * 100;
    bar("failed", x, 0, lost);
    bar("answered", x, lost, (requests / most) * 100 - lost);
  });
  for (const { kind, second } of marks) bar(`mark ${kind}`, second, 0, 100, 1);
  return drawing;
}

function drawRegion(region, index, { at, most }) {
  const { name, requestsPerSecond, successRatio, p95Ms } = region;
  const card = element(
    "article",
    region.killedAt === undefined ? "region" : "region killed",
    element("p", "title", name, stateOf(region, at)),
    element(
      "dl",
      "",
      figure(
        "success",
        successRatio === undefined ? "–" : percent(successRatio),
        successRatio !== undefined && successRatio < 0.999,
      ),
      figure("P95", p95Ms === undefined ? "–" : milliseconds(p95Ms)),
      figure("requests/s", requestsPerSecond.toFixed(0)),
    ),
    history(region, most),
  );
  return ownColour(card, index);
}

function drawEntry({ name, weights }) {
  const bar = element("div", "bar");
  weights.forEach(({ region, percent: share }, index) => {
    if (share === 0) return;
    const part = element("div", "part", share >= 6 ? `${share} %` : "");
    part.title = `${share} % to ${region}`;
    bar.append(styled(ownColour(part, index), "width", `${share}%`));
  });
  return element("div", "row", element("span", "", name), bar);
}

function drawKey(regions) {
  return element(
    "p",
    "key quiet",
    ...regions.map(({ name }, index) => ownColour(element("span", "", `to ${name}`), index)),
  );
}

function drawLine({ at, kind, text, why }) {
  const said = element("span", "", text);
  if (why.length > 0) said.append(" ", element("span", "quiet", why.join(" ")));
  return element("li", `line-${kind}`, element("time", "", time(at)), said);
}

function drawTotals({ sent, ok, lostRepeatable, lostOthers, longestWaitMs }) {
  return element(
    "dl",
    "",
    figure("requests", sent.toLocaleString("en")),
    figure("succeeded", ok.toLocaleString("en")),
    figure("repeatable ones lost", String(lostRepeatable), lostRepeatable > 0),
    figure("others lost", String(lostOthers), lostOthers > 0),
    figure("longest wait", milliseconds(longestWaitMs)),
  );
}

function draw({ at, headline, regions, entries, story, totals }) {
  byId("headline").textContent = headline;
  byId("clock").textContent = time(at);
  // One scale for all, so that who takes over can be seen.
  const all = regions.flatMap(({ seconds }) => seconds.map(({ requests }) => requests));
  const scale = { at, most: Math.max(10, ...all) };
  byId("regions").replaceChildren(
    ...regions.map((region, index) => drawRegion(region, index, scale)),
  );
  byId("rows").replaceChildren(...entries.map(drawEntry), drawKey(regions));
  byId("lines").replaceChildren(...story.map(drawLine));
  byId("totals").replaceChildren(drawTotals(totals));
}

draw(JSON.parse(byId("first").textContent));
const events = new EventSource("/events");
events.onmessage = ({ data }) => draw(JSON.parse(data));
events.onerror = () => {
  byId("headline").textContent = "The demo has ended, or does not answer.";
};
