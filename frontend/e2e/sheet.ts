import { crc32 } from "node:zlib";
import type { File } from "./papers";

const part = (name: string, text: string): [string, Buffer] => [name, Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${text}`)];
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A spreadsheet as a small program writes one: every cell is text. */
export function sheet(name: string, lines: string[][]): File {
  const rows = lines.map((cells, r) => `<row r="${r + 1}">${cells.map((text, c) =>
    `<c r="${String.fromCharCode(65 + c)}${r + 1}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`).join("")}</row>`).join("");
  const office = "http://schemas.openxmlformats.org";
  return {
    name, mimeType: `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`,
    buffer: packed([
      part("[Content_Types].xml", `<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
      part("_rels/.rels", `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
      part("xl/workbook.xml", `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="保安员名册" sheetId="1" r:id="rId1"/></sheets></workbook>`),
      part("xl/_rels/workbook.xml.rels", `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
      part("xl/worksheets/sheet1.xml", `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`),
    ]),
  };
}

/** A zip whose parts are stored as they are. */
function packed(parts: [string, Buffer][]): Buffer {
  const files: Buffer[] = [], directory: Buffer[] = [];
  let at = 0;
  for (const [path, body] of parts) {
    const name = Buffer.from(path);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(body), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(body.length, 18);
    facts.writeUInt16LE(name.length, 22);
    files.push(Buffer.from("PK\x03\x04", "latin1"), facts, name, body);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, place, name);
    at += 30 + name.length + body.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.reduce((sum, b) => sum + b.length, 0), 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, ...directory, Buffer.from("PK\x05\x06", "latin1"), end]);
}

/** A 公民身份号码 with its check digit. */
export function idNumber(area: string, birth: string, sequence: string): string {
  const digits = area + birth + sequence;
  const sum = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return digits + "10X98765432"[sum % 11]!;
}
