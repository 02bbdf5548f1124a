import type { Browser } from "@playwright/test";

export interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A medical certificate of one page, big enough that sending it takes more than one piece. */
export function healthCertificate(kilobytes = 2500): File {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    stream("BT /F1 18 Tf 72 760 Td (Medical examination: fit for the work) Tj ET"),
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    stream("scan ".repeat(kilobytes * 205)),
  ];
  let body = "%PDF-1.4\n";
  const at = objects.map((object, i) => {
    const offset = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = body.length;
  const entries = at.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return { name: "体检证明.pdf", mimeType: "application/pdf", buffer: Buffer.from(body, "latin1") };
}

function stream(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** A web page that calls itself a PDF. */
export function disguised(): File {
  return { name: "体检证明.pdf", mimeType: "application/pdf", buffer: Buffer.from("<!doctype html><title>no certificate</title><script>alert(1)</script>") };
}

/** A portrait on white of a little more than the smallest size, drawn by the browser. */
export async function portrait(browser: Browser): Promise<File> {
  const page = await browser.newPage();
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [480, 592];
    const c = canvas.getContext("2d")!;
    const shape = (colour: string, x: number, y: number, rx: number, ry: number) => {
      c.fillStyle = colour;
      c.beginPath();
      c.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
      c.fill();
    };
    c.fillStyle = "#fff";
    c.fillRect(0, 0, 480, 592);
    shape("#2b4c6f", 240, 620, 170, 170);
    shape("#c89b7b", 240, 410, 48, 70);
    shape("#2a211c", 240, 220, 118, 130);
    shape("#d9ab8a", 240, 260, 100, 130);
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1]!;
  });
  await page.close();
  return { name: "证件照.jpg", mimeType: "image/jpeg", buffer: Buffer.from(base64, "base64") };
}
