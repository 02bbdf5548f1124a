// Builds everything the browser loads into dist/: one stylesheet, one script (with parts that load when a page needs them) and the
// pictures, each under a name that holds the hash of its content, with .br and .gz beside it, and manifest.json from plain to hashed names.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

// The site's Content-Security-Policy allows pictures from our own origin only, so the icons that designsystemet's CSS carries as data:
// addresses become files.
const icons = {
  name: "icons-as-files",
  setup(b) {
    const found = [];
    b.onLoad({ filter: /designsystemet-css[\\/].*\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      const contents = css.replace(/url\("data:image\/svg\+xml;charset=utf-8,([^"]+)"\)/g, (_, encoded) => {
        const svg = decodeURIComponent(encoded);
        let at = found.indexOf(svg);
        if (at < 0) at = found.push(svg) - 1;
        return `url("icon:${at}")`;
      });
      return { contents, loader: "css" };
    });
    b.onResolve({ filter: /^icon:/ }, ({ path }) => ({ path: `icon-${path.slice(5)}.svg`, namespace: "icon", pluginData: Number(path.slice(5)) }));
    b.onLoad({ filter: /.*/, namespace: "icon" }, ({ pluginData }) => ({ contents: found[pluginData], loader: "file" }));
  },
};

async function empty(folder) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name !== ".keep") await rm(join(folder, name), { recursive: true });
}

async function bundle(manifest) {
  const result = await build({
    entryPoints: [join(here, "css/app.css"), join(here, "islands/app.ts")],
    outdir: dist,
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox114", "safari16.4"],
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    publicPath: "/assets",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [icons],
    loader: { ".svg": "file" },
  });
  for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint && !entryPoint.includes("node_modules")) manifest[basename(entryPoint).replace(/\.ts$/, ".js")] = basename(output);
  }
}

async function pictures(manifest) {
  for (const name of await readdir(join(here, "img"))) {
    const content = await readFile(join(here, "img", name));
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
    const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
    await writeFile(join(dist, hashed), content);
    manifest[name] = hashed;
  }
}

async function compress() {
  for (const name of await readdir(dist)) {
    if (!/\.(css|js|svg|json)$/.test(name) || name === "manifest.json") continue;
    const content = await readFile(join(dist, name));
    if (content.length < 512) continue;
    await writeFile(join(dist, name + ".br"), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    await writeFile(join(dist, name + ".gz"), gzipSync(content, { level: 9 }));
  }
}

const manifest = {};
await empty(dist);
await bundle(manifest);
await pictures(manifest);
await compress();
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
