"use strict";
// Charts: rows in, SVG out. Colours are CSS variables, so that dark, light and print need no second drawing.
const YEAR = d3.format("d");

function decimalYear(period) {
  const day = new Date(period.length === 4 ? `${period}-01-01` : period.length === 7 ? `${period}-01` : period);
  return Number.isNaN(day.getTime()) ? Number(period.slice(0, 4))
    : day.getUTCFullYear() + (period.length === 4 ? 0 : (day.getTime() - Date.UTC(day.getUTCFullYear())) / 31557600000);
}

function drawMoves(rows, width, words) {
  const field = d3.max(rows, (d) => Math.max(d.rank, d.earlier_rank, d.rank_of || 0));
  const colour = (d) => (d.places_up > 0 ? "var(--up)" : "var(--down)");
  return Plot.plot({
    width, height: 44 + rows.length * 24, marginLeft: 118, marginRight: 44, style: { background: "transparent", fontSize: "12px" },
    x: { domain: [field, 1], label: words.rank, grid: true, ticks: 6 },
    y: { domain: rows.map((d) => d.name), label: null, tickSize: 0, tickFormat: (name) => name.replace("Thành phố ", "TP. ") },
    marks: [
      Plot.dot(rows, { x: "earlier_rank", y: "name", r: 3, stroke: colour }),
      Plot.arrow(rows, { x1: "earlier_rank", x2: "rank", y1: "name", y2: "name", stroke: colour, strokeWidth: 2.2, headLength: 6, inset: 3 }),
      Plot.text(rows, {
        x: (d) => Math.min(d.rank, d.earlier_rank), y: "name", dx: 6, textAnchor: "start", fill: colour, fontWeight: 600,
        text: (d) => (d.places_up > 0 ? `+${d.places_up}` : `−${-d.places_up}`),
      }),
    ],
  });
}

function drawHistory(lines, width, words) {
  const { own, region, median, parts, field, breaks } = lines;
  const x = (d) => decimalYear(d.period);
  const years = [...own, ...parts].map(x);
  const [first, last] = [Math.floor(d3.min(years)), Math.ceil(d3.max(years))];
  const inside = (rows) => rows.filter((d) => x(d) >= first - 0.01 && x(d) <= last + 0.01);
  const tip = (rows, stroke) => Plot.tip(rows, Plot.pointer({
    x, y: "rank", stroke, lineHeight: 1.3,
    title: (d) => `${d.name} ${d.period}\n${words.rank} ${d.rank}${d.rank_of ? ` / ${d.rank_of}` : ""}${d.score == null ? "" : `\n${words.score} ${d.shown}`}`,
  }));
  const step = Math.max(1, Math.ceil((last - first + 1) / (width < 400 ? 6 : 9)));
  return Plot.plot({
    width, height: 250, marginLeft: 34, marginRight: 20, style: { background: "transparent", fontSize: "12px" },
    x: { domain: [first - 0.4, last + 0.4], ticks: d3.range(first, last + 1, step), tickFormat: YEAR, label: null },
    y: { domain: [d3.max(inside(field), (d) => d.rank_of) || 63, 1], label: null, ticks: [1, 10, 20, 30, 40, 50, 60], grid: true },
    marks: [
      Plot.ruleX(inside(field), { x, y1: 1, y2: "rank_of", stroke: "var(--line)", strokeWidth: 8, strokeOpacity: 0.55, strokeLinecap: "round" }),
      Plot.line(inside(region), { x, y: "rank", z: "line", stroke: "var(--faint)", strokeWidth: 1, strokeOpacity: 0.7 }),
      Plot.dot(inside(region), { x, y: "rank", r: 1.4, fill: "var(--faint)" }),
      Plot.line(inside(median), { x, y: "rank", z: "line", stroke: "var(--soft)", strokeDasharray: "4 3" }),
      Plot.ruleX(breaks.filter((d) => d > first && d <= last), { x: (d) => d - 0.5, stroke: "var(--down)", strokeDasharray: "2 3" }),
      Plot.line(parts, { x, y: "rank", z: "line", stroke: (d) => `var(--part${d.part % 3})`, strokeWidth: 1.8, strokeDasharray: "5 2" }),
      Plot.dot(parts, { x, y: "rank", r: 2.6, fill: (d) => `var(--part${d.part % 3})` }),
      Plot.line(own, { x, y: "rank", z: "line", stroke: "var(--accent)", strokeWidth: 2.6 }),
      Plot.dot(own, { x, y: "rank", r: 3.4, fill: "var(--accent)" }),
      Plot.text(own, {
        x, y: "rank", dy: -10, fill: "var(--accent)", fontWeight: 600, stroke: "var(--card)", strokeWidth: 3,
        text: (d, i) => (width > 480 || own.length < 9 || i % 2 === 0 || i === own.length - 1 ? String(d.rank) : ""),
      }),
      tip([...own, ...parts], "var(--faint)"),
    ],
  });
}

function drawVerdicts(rows, width, words, verdicts) {
  const colours = { true: "var(--good)", wrong_field_size: "var(--fine)", off_by_one: "var(--gap)", true_of_another_year: "var(--gap)", false: "var(--down)", cannot_be_checked: "var(--none)" };
  const portals = d3.groupSort(rows, (group) => -d3.sum(group, (d) => d.claims), (d) => d.portal);
  return Plot.plot({
    width, height: 40 + portals.length * 26, marginLeft: 118, style: { background: "transparent", fontSize: "12px" },
    x: { label: null, grid: true, ticks: 5, tickFormat: YEAR, interval: 1 }, y: { domain: portals, label: null, tickSize: 0 },
    marks: [
      Plot.barX(rows, Plot.stackX({ x: "claims", y: "portal", fill: (d) => colours[d.verdict], order: (d) => verdicts.indexOf(d.verdict), inset: 0.5,
        title: (d) => `${d.portal}: ${words[`v_${d.verdict}`]} ${d.claims}` })),
      Plot.text(rows, Plot.stackX({ x: "claims", y: "portal", order: (d) => verdicts.indexOf(d.verdict), text: (d) => String(d.claims), fill: "var(--ink)" })),
    ],
  });
}

function drawEditions(rows, width, words, label) {
  const colours = { complete: "var(--good)", rest_unranked: "var(--fine)", gap: "var(--gap)", unknown: "var(--gap)", nothing_held: "transparent" };
  const years = [...new Set(rows.map((d) => d.period))].sort().reverse();
  return Plot.plot({
    width: Math.max(width, 120 + years.length * 42), marginLeft: 96, marginTop: 24, style: { background: "transparent", fontSize: "11px" },
    height: 34 + new Set(rows.map((d) => d.row)).size * 30,
    x: { domain: years, label: null, axis: "top", tickSize: 0 }, y: { label: null, tickSize: 0, domain: [...new Set(rows.map((d) => d.row))] },
    marks: [
      Plot.cell(rows, { x: "period", y: "row", fill: (d) => colours[d.state], stroke: "var(--line)", inset: 1, rx: 3,
        title: (d) => `${label(d)}: ${words[`s_${d.state}`]}` }),
      Plot.text(rows, { x: "period", y: "row", fill: "var(--ink)", text: (d) => (d.held ? (d.held === d.ranked ? String(d.held) : `${d.held}/${d.ranked ?? "?"}`) : "–") }),
    ],
  });
}
