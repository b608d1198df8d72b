"use strict";
// The sections, and the state in the address: #i=PAPI&e=2024&p=yen-bai&l=en&r=receipt.
function showHead() {
  const totals = T.totals[0];
  const tiles = ["figures", "articles", "portals"].map((key) => [key, totals[key]])
    .concat([["contradictions_n", totals.contradictions], ["pending_n", totals.pending]]);
  fill("head", el("div", {}, el("h1", {}, word("title")), el("p", { class: "soft" }, word("known", { when: moment(DATA.published_at) })),
    el("p", { class: "tiles" }, tiles.map(([key, value]) => el("span", {}, el("b", {}, number(value)), word(key))))),
  el("button", { type: "button", onclick: () => go({ l: state.l === "vi" ? "en" : "vi" }) }, word("language")));
  fill("nav", el("div", {}, ["board", "province", "contradictions", "claims", "coverage", "pending"].map((id) =>
    el("a", { href: `#${id}`, onclick: (event) => { event.preventDefault(); document.getElementById(id).scrollIntoView(); } }, word(id)))));
  fill("foot", el("p", {}, word("rights")), el("p", {}, word("made", { version: DATA.code_version, generation: DATA.generation }), ". ", word("libraries")));
}

function showBoard() {
  const editions = [...new Set(T.ranks.filter((d) => d.subject === state.i).map((d) => d.period))].sort().reverse();
  const rows = T.ranks.filter((d) => d.subject === state.i && d.period === state.e);
  const about = INDICATOR.get(state.i) ?? {};
  const heads = [[word("rank"), "number"], [word("entity")], [word("score"), "number"], [word("move")], [word("earlier"), "number minor"], [word("sources"), "number minor"], [word("said_by"), "minor"]];
  const boards = [...d3.group(rows, (d) => d.table_version)].map(([map, held]) => table(
    `${word(`map${map}`)}. ${held[0].rank_of ? word("held_of", { held: held.length, ranked: held[0].rank_of }) : ""}`, heads,
    held.map((d) => [receiptLink(d, d.rank_of ? `${d.rank}/${d.rank_of}` : String(d.rank)), el("a", { href: `#p=${d.entity}`, onclick: (event) => { event.preventDefault(); go({ p: d.entity }, "province"); } }, d.name),
      number(d.score), move(d), d.earlier_rank == null ? "" : `${d.earlier_rank} (${d.earlier_period})`, number(d.sources), word(`a${d.authority_level}`)])));
  const movers = d3.sort(rows.filter((d) => d.places_up), (d) => -Math.abs(d.places_up)).slice(0, 16);
  movers.sort((a, b) => b.places_up - a.places_up);
  const narrow = document.body.clientWidth <= 900;
  fill("board", el("h2", {}, word("board")), el("div", { class: "controls" },
    choose(word("indicator"), SUBJECTS.map((key) => [key, printed(key)]), state.i, (i) => go({ i, e: null })),
    choose(word("edition"), editions.map((key) => [key, key]), state.e, (e) => go({ e }))),
  el("p", { class: "soft" }, `${about[`name_${state.l}`] ?? ""}. ${word("publisher", { who: about.publisher })}`),
  el("div", { class: "columns" }, el("div", {}, boards), el("div", {}, el("h3", {}, movers.length ? word("movers", { period: movers[0].earlier_period }) : word("movers", { period: "…" })),
    movers.length ? figureOf(drawMoves(movers, room("board", narrow ? 1 : 0.36), WORDS[state.l]), null) : el("p", { class: "soft" }, word("movers_none")))),
  sentences(rows));
}

// On paper nothing opens at a click: the sentence behind each rank of the board stands below it.
function sentences(rows) {
  const told = rows.filter((d) => RECEIPT.has(d.observation));
  return el("div", { class: "printed" }, told.length ? el("h3", {}, word("sentences")) : null, told.map((d) => {
    const { quote, portal, published, url } = RECEIPT.get(d.observation);
    return el("p", {}, el("b", {}, `${d.rank} ${d.name}: `), `“${quote}” `, el("span", { class: "soft" }, `${portal}, ${day(published)}, `, link(url)));
  }));
}

function linesOf(subject, entity) {
  const rows = T.ranks.filter((d) => d.subject === subject && d.table_version !== "ministry");
  const own = rows.filter((d) => d.entity === entity);
  const parts = (PARTS.get(entity) ?? []).flatMap(({ predecessor }, part) => rows.filter((d) => d.entity === predecessor).map((d) => ({ ...d, part })));
  const shown = new Set([...own, ...parts].map((d) => `${d.table_version} ${d.period}`));
  const near = rows.filter((d) => shown.has(`${d.table_version} ${d.period}`));
  const region = near.filter((d) => d.entity !== entity && ENTITY.get(d.entity)?.region === ENTITY.get(entity)?.region && !parts.some((part) => part.entity === d.entity));
  const grouped = d3.groups([...region, ...own], (d) => `${d.table_version} ${d.series}`, (d) => d.period);
  const median = grouped.flatMap(([line, periods]) => periods.filter(([, held]) => held.length > 2).map(([period, held]) => ({ line, period, rank: d3.median(held, (d) => d.rank) })));
  const field = d3.groups(near, (d) => d.period).map(([period, held]) => ({ period, rank_of: d3.max(held, (d) => d.rank_of) ?? d3.max(held, (d) => d.rank) }));
  const breaks = own.slice(1).filter((d, place) => d.series !== own[place].series).map((d) => decimalYear(d.period));
  [...own, ...parts].forEach((d) => { d.shown = number(d.score); });
  return { own, parts, region: d3.sort(region, (d) => d.period), median: d3.sort(median, (d) => d.period), field, breaks, near };
}

function showProvince() {
  const entity = ENTITY.get(state.p);
  const names = d3.sort(T.entities.filter((d) => d.kind === "province"), (a, b) => a.name.localeCompare(b.name, "vi")).map((d) => [d.entity, dated(d)]);
  const parts = PARTS.get(state.p) ?? [];
  const into = T.parts.find((d) => d.predecessor === state.p && d.effective_on === "2025-07-01");
  const nameOf = (key) => ENTITY.get(key)?.name ?? key;
  const charts = SUBJECTS.map((subject) => [subject, linesOf(subject, state.p)])
    .filter(([, lines]) => lines.own.length || lines.parts.length)
    .map(([subject, lines]) => el("div", {}, el("h3", {}, printed(subject)), figureOf(drawHistory(lines, Math.min(room("province"), 520), WORDS[state.l])),
      lines.breaks.length ? el("p", { class: "soft" }, `┆ ${word("series_break")}`) : null, historyTable(lines)));
  fill("province", el("h2", {}, `${word("province")}: ${entity?.name ?? ""}`),
    el("div", { class: "controls" }, choose(word("choose_province"), names, state.p, (p) => go({ p }))),
    parts.length ? el("p", {}, word("parts"), " ", parts.map((d, place) => part(nameOf(d.predecessor), place))) : null,
    into ? el("p", {}, word("merged_into", { name: nameOf(into.successor) })) : null,
    el("p", { class: "soft" }, word("history_hint", { region: entity?.region ?? "" })),
    charts.length ? el("div", { class: "charts" }, charts) : el("p", {}, word("nothing_province")));
}

function part(name, place) {
  const element = el("b", {}, `● ${name} `);
  element.style.color = `var(--part${place % 3})`;
  return element;
}

function historyTable({ own, parts, near }) {
  const region = (d) => ENTITY.get(d.entity)?.region;
  const rows = [...own, ...parts].reverse().map((d) => {
    const field = near.filter((each) => each.period === d.period && each.table_version === d.table_version);
    const around = field.filter((each) => region(each) === region(d));
    const scores = field.filter((each) => each.score != null);
    return [parts.length ? `${d.period} ${d.name}` : d.period, receiptLink(d, d.rank_of ? `${d.rank}/${d.rank_of}` : String(d.rank)), move(d), number(d.score),
      scores.length > 5 ? number(d3.median(scores, (each) => each.score), 2) : "",
      around.length > 1 ? `${1 + around.filter((each) => each.rank < d.rank).length}/${around.length}` : "", word(`a${d.authority_level}`)];
  });
  return el("details", {}, el("summary", {}, word("history")), table(null,
    [[word("period")], [word("rank"), "number"], [word("move")], [word("score"), "number"], [word("field_median"), "number minor"], [word("region_rank"), "number minor"], [word("said_by"), "minor"]], rows));
}

const value = (d, key) => (d.measure === "rank" ? number(d[key], 0) : `${number(d[key])} ${word(`u_${d.unit}`).replace(/^u_/, "")}`);
const sentence = (observation) => (RECEIPT.has(observation) ? el("blockquote", {}, RECEIPT.get(observation).quote) : null);

function showContradictions() {
  const heads = [[word("indicator")], [word("entity")], [word("measure")], [word("holds")], [word("loses")], [word("why")]];
  const rows = T.contradictions.map((d) => [`${printed(d.subject)} ${d.period}`, d.entity_name, word(`m_${d.measure}`),
    cell([receiptLink(d, value(d, "value")), " ", word(`a${d.authority_level}`), d.sources > 1 ? ` (${d.sources})` : "", sentence(d.observation)]),
    cell([receiptLink({ observation: d.other_observation }, value(d, "other_value")), " ", word(`a${d.other_level}`), d.other_sources > 1 ? ` (${d.other_sources})` : "", sentence(d.other_observation)]),
    word(`w_${d.why}`)]);
  fill("contradictions", el("h2", {}, word("contradictions")), rows.length ? table(null, heads, rows, "stack") : el("p", {}, word("none_contradictions")), more("contradictions"));
}

function showClaims() {
  const heads = [[word("portal")], [word("entity")], [word("claim")], [word("official")], [word("verdict")]];
  const rows = T.claims.map((d) => [d.portal, `${d.entity_name}, ${printed(d.subject)} ${d.period}`,
    cell([receiptLink(d, `${word(`c_${d.claim}`)} ${number(d.claimed)}${d.claimed_of ? `/${d.claimed_of}` : ""}${d.versus ? ` (${d.versus})` : ""}`), sentence(d.observation)]),
    `${number(d.official)}${d.ranked && d.claim === "rank" ? `/${d.ranked}` : ""}`,
    cell([el("span", { class: `chip ${d.verdict === "false" ? "down" : ""}` }, word(`v_${d.verdict}`)), d.true_of?.length ? ` ${word("true_of", { years: d.true_of.join(", ") })}` : ""])]);
  const present = VERDICTS.filter((verdict) => T.verdicts.some((d) => d.verdict === verdict));
  const colour = { true: "--good", wrong_field_size: "--fine", off_by_one: "--gap", true_of_another_year: "--gap", false: "--down", cannot_be_checked: "--none" };
  fill("claims", el("h2", {}, word("claims")), T.verdicts.length ? [el("p", { class: "soft" }, word("claims_hint")), legend(present.map((verdict) => [colour[verdict], word(`v_${verdict}`)])),
    figureOf(drawVerdicts(T.verdicts, Math.min(room("claims"), 760), WORDS[state.l], VERDICTS))] : el("p", {}, word("none_claims")),
  rows.length ? table(null, heads, rows, "stack") : null, more("claims"));
}

function legend(entries) {
  return el("p", { class: "legend" }, entries.map(([colour, text]) => {
    const box = el("i");
    box.style.background = colour.startsWith("--") ? `var(${colour})` : "none";
    return el("span", {}, box, text);
  }));
}

function showCoverage() {
  const rows = T.editions.filter((d) => d.period.length === 4).map((d) => ({ ...d, row: printed(d.indicator) + (d.table_version === "34" ? " (34)" : "") }));
  const label = (d) => `${d.row} ${d.period}, ${d.held}/${d.ranked ?? "?"}`;
  fill("coverage", el("h2", {}, word("coverage")), el("p", { class: "soft" }, word("coverage_hint")),
    legend([["--good", word("s_complete")], ["--fine", word("s_rest_unranked")], ["--gap", word("s_gap")], ["none", word("s_nothing_held")]]),
    figureOf(drawEditions(d3.sort(rows, (d) => SUBJECTS.indexOf(d.indicator), (d) => d.row), room("coverage"), WORDS[state.l], label), null, true), matrix(rows.filter((d) => d.indicator === state.i)));
}

function matrix(editions) {
  const columns = d3.sort(editions, (a, b) => b.period.localeCompare(a.period) || a.table_version - b.table_version);
  const held = new Map(T.ranks.filter((d) => d.subject === state.i).map((d) => [`${d.entity} ${d.table_version} ${d.period}`, d]));
  const entities = d3.sort(T.entities.filter((d) => d.kind === "province" && columns.some((column) => held.has(`${d.entity} ${column.table_version} ${column.period}`) || column.without?.includes(d.entity))), (a, b) => a.name.localeCompare(b.name, "vi"));
  const place = (entity, column) => {
    const row = held.get(`${entity} ${column.table_version} ${column.period}`);
    if (row) {
      const shown = cell(receiptLink(row, String(row.rank)), { class: "held" });
      shown.style.setProperty("--share", row.rank_of ? 1 - (row.rank - 1) / row.rank_of : 0.4);
      return shown;
    }
    if (column.state === "nothing_held" || (column.without?.includes(entity) && column.state !== "rest_unranked")) return cell("", { class: "missing", title: word("missing") });
    return column.without?.includes(entity) ? cell("", { class: "unranked", title: word("not_ranked") }) : cell("", { title: word("not_existing") });
  };
  return el("details", { open: "" }, el("summary", {}, word("matrix", { indicator: printed(state.i) })), el("p", { class: "soft" }, word("matrix_hint")), el("div", { class: "wide" },
    el("table", { class: "matrix" }, el("thead", {}, el("tr", {}, el("th"), columns.map((d) => el("th", { scope: "col" }, d.period + (d.table_version === "34" ? "*" : ""))))),
      el("tbody", {}, entities.map((d) => el("tr", {}, el("th", { scope: "row" }, dated(d)), columns.map((column) => place(d.entity, column))))))));
}

function showPending() {
  const heads = [[word("portal")], [word("entity")], [word("value")], [word("doubt")], [word("held")]];
  const rows = T.pending.map((d) => [cell([link(d.url, d.portal), " ", day(d.published)]), `${d.entity_name ?? ""}, ${printed(d.subject)} ${d.period ?? ""}`,
    cell([receiptLink(d, `${word(`m_${d.measure}`)} ${value(d, "value")}${d.rank_of ? `/${d.rank_of}` : ""}`), sentence(d.observation)]),
    doubts(d), (d.held ?? []).slice(-4).join("; ")]);
  fill("pending", el("h2", {}, word("pending")), rows.length ? table(null, heads, rows, "stack") : el("p", {}, word("none_pending")), more("pending"));
}

function doubts(row) {
  if (state.l !== "vi") return el("span", { lang: "en" }, (row.reasons ?? []).join("; "));
  return (row.checks ?? []).map((check, at) => WORDS.doubts[check] ?? row.reasons[at]).join("; ");
}

function showReceipt() {
  const dialog = document.getElementById("receipt");
  if (!state.r) { dialog.close(); return; }
  const close = el("button", { type: "button", autofocus: "", onclick: () => go({ r: null }) }, word("close"));
  const row = RECEIPT.get(state.r);
  const facts = row ? receiptFacts(row) : [];
  const source = row ? null : state.r.replace(/^table:/, "");
  fill("receipt", el("h2", {}, word("receipt")), row ? quoted(row) : el("p", {}, word("table_only")),
    source ? el("p", {}, source.split(" ; ").map((each) => el("span", {}, link(each), el("br")))) : null,
    el("dl", {}, facts.flatMap(([name, shown]) => [el("dt", {}, name), el("dd", {}, shown)])), close);
  if (!dialog.open) dialog.showModal();
}

const quoted = (row) => el("blockquote", {}, `…${(row.before_quote ?? "").split("\n").pop()}`, el("mark", {}, row.quote), `${(row.after_quote ?? "").split("\n")[0]}…`);
const receiptFacts = (row) => [
  [word("page"), link(row.url, row.title || row.url)], [word("portal"), row.portal], [word("published"), day(row.published)],
  [word("status"), `${word(`st_${row.status}`)}, ${word(`k_${row.kind}`)}`], [word("basis"), word(`b_${row.basis}`)], [word("relation"), word(`r_${row.relation}`)],
  [word("fetched"), moment(row.fetched_at)], [word("archive"), el("code", {}, `${row.archive_file} ${word("offset")} ${row.archive_offset}`)],
  ["SHA-256", el("code", {}, row.page_sha256 ?? "")], [word("layout"), `${row.layout}, ${word("code")} ${row.code_version}`],
];

function read() {
  const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const newest = (subject) => d3.max(T.ranks.filter((d) => d.subject === subject), (d) => d.period);
  const i = SUBJECTS.includes(given.i) ? given.i : SUBJECTS[0];
  const told = T.ranks.filter((d) => d.observation && ENTITY.get(d.entity)?.kind === "province");
  const common = d3.greatest(d3.rollups(told.length ? told : T.ranks, (held) => held.length, (d) => d.entity), (d) => d[1]);
  state = { l: given.l === "en" ? "en" : "vi", i, e: given.e || newest(i), p: ENTITY.has(given.p) ? given.p : common?.[0], r: given.r };
}

function go(changes, section) {
  const wanted = Object.entries({ ...state, ...changes }).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(wanted)}`);
  show();
  if (section) document.getElementById(section).scrollIntoView();
}

function show() {
  const before = JSON.stringify({ ...state, r: null });
  read();
  if (before !== JSON.stringify({ ...state, r: null })) draw();
  showReceipt();
}

function draw() {
  document.documentElement.lang = state.l;
  for (const part of [showHead, showBoard, showProvince, showContradictions, showClaims, showCoverage, showPending]) part();
}

let width = document.body.clientWidth;
addEventListener("resize", () => { if (document.body.clientWidth !== width) { width = document.body.clientWidth; draw(); } });
addEventListener("hashchange", show);
document.getElementById("receipt").addEventListener("close", () => { if (state.r) go({ r: null }); });
show();
