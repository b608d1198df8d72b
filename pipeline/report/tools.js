"use strict";
// Tools of the page: its data by name, words in the chosen language, elements. Text is only ever set as text.
const DATA = JSON.parse(document.getElementById("data").textContent);
const WORDS = JSON.parse(document.getElementById("words").textContent);
const VERDICTS = ["true", "wrong_field_size", "off_by_one", "true_of_another_year", "false", "cannot_be_checked"];
const T = Object.fromEntries(Object.entries(DATA.tables).map(([name, { columns, rows }]) => [name,
  rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place]])))]));
const ENTITY = new Map(T.entities.map((d) => [d.entity, d]));
const INDICATOR = new Map(T.indicators.map((d) => [d.indicator, d]));
const RECEIPT = new Map(T.receipts.map((d) => [d.observation, d]));
const PARTS = d3.group(T.parts, (d) => d.successor);
T.ranks.forEach((d) => { d.name = ENTITY.get(d.entity)?.name ?? d.entity; d.line = `${d.entity} ${d.table_version} ${d.series}`; });

const SUBJECTS = T.indicators.map((d) => d.indicator).filter((key) => T.ranks.some((d) => d.subject === key));

let state = {};
const word = (key, given = {}) => (WORDS[state.l][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => given[name] ?? "");
const number = (value, digits = 4) => (value == null ? "" : new Intl.NumberFormat(state.l, { maximumFractionDigits: digits }).format(value));
const moment = (text) => (text ? new Intl.DateTimeFormat(state.l === "vi" ? "vi" : "en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh" }).format(new Date(text)) : "");
const day = (text) => (text ? new Intl.DateTimeFormat(state.l === "vi" ? "vi" : "en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(text)) : "");
const printed = (indicator) => (indicator ?? "").replaceAll("_", " ");

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick" || key === "onchange") element.addEventListener(key.slice(2), value);
    else if (value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== ""));
  return element;
}
const link = (url, text = url) => (/^https?:\/\//i.test(url ?? "") ? el("a", { href: url, rel: "noopener noreferrer" }, text) : el("span", {}, text ?? ""));
const fill = (id, ...children) => document.getElementById(id).replaceChildren(...children.flat().filter((child) => child != null));
const cell = (content, attributes = {}) => el("td", attributes, content ?? "");
const dated = (d) => (d.valid_from >= "2025-07-01" ? `${d.name} (2025–)` : d.valid_to ? `${d.name} (–${d.valid_to.slice(0, 4)})` : d.name);
const room = (id, share = 1) => Math.max(280, Math.min(1080, (document.getElementById(id).clientWidth || 700) - 34) * share);

function table(caption, heads, rows, kind = "") {
  const names = heads.map(([name]) => name);
  const body = rows.map((cells) => el("tr", {}, cells.map((each, place) => {
    const shown = each instanceof HTMLTableCellElement ? each : cell(each);
    for (const each of heads[place][1]?.split(" ") ?? []) shown.classList.add(each);
    if (kind === "stack") shown.setAttribute("data-label", names[place]);
    return shown;
  })));
  return el("table", { class: kind || null }, caption ? el("caption", {}, caption) : null,
    el("thead", {}, el("tr", {}, heads.map(([name, look]) => el("th", { class: look, scope: "col" }, name)))), el("tbody", {}, body));
}

function receiptLink(row, text) {
  if (!row.observation && !row.table_source) return el("span", {}, text);
  const key = row.observation ?? `table:${row.table_source}`;
  return el("button", { class: "rank", type: "button", title: word("receipt"), onclick: () => go({ r: key }) }, text);
}

function move(row) {
  if (row.places_up == null) return "";
  if (row.places_up === 0) return el("span", { class: "soft" }, word("same"));
  const up = row.places_up > 0;
  return el("span", { class: up ? "up" : "down" }, `${up ? "▲" : "▼"} ${word(up ? "up" : "down", { n: Math.abs(row.places_up) })}`);
}

const choose = (label, options, value, onchange) => el("label", {}, label,
  el("select", { onchange: (event) => onchange(event.target.value) }, options.map(([key, text]) => {
    const option = el("option", { value: key }, text);
    option.selected = key === value;
    return option;
  })));
const more = (name) => (DATA.left_out[name] ? el("p", { class: "soft" }, word("count_more", { n: number(DATA.left_out[name]) })) : null);
const figureOf = (svg, caption, wide) => el("figure", {}, el("div", { class: wide ? "wide" : "" }, svg), caption ? el("figcaption", {}, caption) : null);
