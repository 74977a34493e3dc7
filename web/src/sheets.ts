// Which sheets a build holds. Its manifest tells; a server without one is asked for each.
import { fetchJson } from "./style_source.ts";

export interface Sheet {
  readonly address: string;
  readonly format: string; ///< "PNG"
  readonly bytes: number | null;
}

const formats = ["png", "svg", "pdf"] as const;

async function listed(): Promise<ReadonlyMap<string, number> | null> {
  try {
    const { outputs } = (await fetchJson("manifest.json")) as { outputs: { path: string; bytes: number }[] };
    return new Map(outputs.map(({ path, bytes }) => [path, bytes]));
  } catch {
    return null;
  }
}

async function answers(address: string): Promise<number | null | undefined> {
  try {
    const response = await fetch(address, { method: "HEAD" });
    if (!response.ok) return undefined;
    return Number(response.headers.get("Content-Length")) || null;
  } catch {
    return undefined;
  }
}

export class Sheets {
  private list: Promise<ReadonlyMap<string, number> | null> | null = null;

  /** Of a network, or of all where it is null. */
  async of(network: string | null): Promise<Sheet[]> {
    this.list ??= listed();
    const list = await this.list;
    const sheets = await Promise.all(formats.map(async (format) => {
      const address = `maps/${network ?? "all"}.${format}`;
      const bytes = list ? list.get(address) : await answers(address);
      return bytes === undefined ? [] : [{ address, format: format.toUpperCase(), bytes }];
    }));
    return sheets.flat();
  }
}
