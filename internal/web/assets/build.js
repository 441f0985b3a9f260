// Makes dist/: one style sheet, one script, two fonts, three icons. Nothing is
// fetched; everything comes from the packages that npm ci has laid down.
import { copyFile, mkdir, readFile, rm, writeFile, readdir } from "node:fs/promises";
import { compile } from "sass";
import subsetFont from "subset-font";

const dist = new URL("dist/", import.meta.url);
const here = (path) => new URL(path, import.meta.url);

await mkdir(dist, { recursive: true });
for (const name of await readdir(dist)) {
  if (name !== ".gitkeep") await rm(new URL(name, dist));
}

await Promise.all([style(), font("400Regular", "400"), font("600SemiBold", "600"), copies()]);

async function style() {
  const { css } = compile(here("scss/app.scss").pathname, {
    style: "compressed",
    loadPaths: [here(".").pathname, here("node_modules").pathname],
    quietDeps: true,
    charset: false,
  });
  await writeFile(new URL("app.css", dist), css);
}

// A font file with the letters of our three languages only: 12 kB instead of
// 68, and one file instead of the three that ready-made subsets would need.
async function font(cut, weight) {
  const whole = here(`node_modules/@expo-google-fonts/golos-text/${cut}/GolosText_${cut}.ttf`);
  const part = await subsetFont(await readFile(whole), letters(), { targetFormat: "woff2" });
  await writeFile(new URL(`golos-${weight}.woff2`, dist), part);
}

function letters() {
  const ascii = span(0x20, 0x7e);
  const russian = span(0x410, 0x44f) + "Ёё";
  const kazakh = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";
  return ascii + russian + kazakh + "\u00a0«»·°§×–—‘’“”„…№₸−←→✓•";
}

function span(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");
}

async function copies() {
  const list = ["js/app.js", "images/favicon.svg", "images/favicon.png", "images/icon-180.png"];
  await Promise.all(list.map((path) => copyFile(here(path), new URL(path.split("/").pop(), dist))));
  // The font's licence travels with the font.
  await copyFile(here("node_modules/@expo-google-fonts/golos-text/LICENSE_FONT"), new URL("golos-licence.txt", dist));
}
