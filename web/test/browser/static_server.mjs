// A static host for the tests: plain files, byte ranges unless told otherwise, a sub-path if wished, and a record of what was asked.
import { createServer } from "node:http";
import { open, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json",
  ".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".pmtiles": "application/octet-stream",
};

function wantedRange(header, size) {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? "");
  return match ? { start: Number(match[1]), end: Math.min(match[2] ? Number(match[2]) : size - 1, size - 1) } : null;
}

async function answer(request, response, { folder, prefix, ranges, refuse, sent }) {
  const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
  const inside = path.startsWith(prefix) ? path.slice(prefix.length) || "index.html" : null;
  if (inside === null || refuse?.test(inside)) return response.writeHead(404).end();
  const file = join(folder, normalize(inside));
  const { size } = await stat(file);
  const range = ranges ? wantedRange(request.headers.range, size) : null;
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range ? 206 : 200, {
    "Content-Type": types[extname(file)] ?? "application/octet-stream", "Content-Length": end - start + 1, "Cache-Control": "max-age=600",
    ...(ranges ? { "Accept-Ranges": "bytes" } : {}), ...(range ? { "Content-Range": `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === "HEAD") return response.end();
  if (range) sent.push(end - start + 1);
  const handle = await open(file);
  handle.createReadStream({ start, end }).on("error", () => response.destroy()).pipe(response);
}

/** `refuse`: paths that answer 404. The address ends in a slash. */
export async function serve(folder, { prefix = "/", ranges = true, refuse = null } = {}) {
  const asked = [];
  const sent = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    answer(request, response, { folder, prefix, ranges, refuse, sent }).catch(() => response.headersSent || response.writeHead(404).end());
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}${prefix}`, asked, rangeBytes: () => sent.reduce((sum, bytes) => sum + bytes, 0), close: () => { server.closeAllConnections(); server.close(); } };
}
