// pdf-text.mjs FOLDER PDF: what pdf.js (FOLDER: its package pdfjs-dist) reads out of a file.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const pdfjs = await import(pathToFileURL(join(folder, "legacy/build/pdf.mjs")));
const pdf = await pdfjs.getDocument({
  data: new Uint8Array(readFileSync(file)),
  cMapUrl: join(folder, "cmaps/"),
  standardFontDataUrl: join(folder, "standard_fonts/"),
  verbosity: 0,
}).promise;
for (let i = 1; i <= pdf.numPages; i++) {
  const content = await (await pdf.getPage(i)).getTextContent({ disableNormalization: true });
  process.stdout.write(content.items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("") + "\f");
}
