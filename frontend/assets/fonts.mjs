// Copies the typeface of printed documents out of its npm package: it is 10 MB, so the repository does not carry it.
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const frontend = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(frontend, "../models/document/fonts");
await mkdir(target, { recursive: true });
await copyFile(
  join(frontend, "node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"),
  join(target, "NotoSansSC-Regular.ttf"),
);
