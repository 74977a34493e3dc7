// The words of the page in the reader's language: one file a language, the same keys in each (the compiler sees to it).
import en from "./texts/en.json";
import fi from "./texts/fi.json";

type Catalogue = typeof en;
type PluralKey = { [K in keyof Catalogue]: Catalogue[K] extends string ? never : K }[keyof Catalogue];
export type TextKey = Exclude<keyof Catalogue, PluralKey>;
type Values = Readonly<Record<string, string>>;

const catalogues: Readonly<Record<string, Catalogue>> = { en, fi };
export const languages: readonly string[] = Object.keys(catalogues);

/** The first language wished for that there are texts in; English where there is none. */
export function bestLanguage(wishes: readonly string[]): string {
  const bases = wishes.map((wish) => wish.toLowerCase().split("-")[0] ?? "");
  return bases.find((base) => base in catalogues) ?? "en";
}

export const languageName = (language: string): string => (catalogues[language] ?? en).language;

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Texts, numbers and countries' names of one language. */
export class Texts {
  private readonly catalogue: Catalogue;
  private readonly plurals: Intl.PluralRules;
  private readonly integers: Intl.NumberFormat;
  private readonly regions: Intl.DisplayNames;
  private readonly order: Intl.Collator;

  constructor(readonly language: string) {
    this.catalogue = catalogues[language] ?? en;
    this.plurals = new Intl.PluralRules(language);
    this.integers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    this.regions = new Intl.DisplayNames([language], { type: "region" });
    this.order = new Intl.Collator(language);
  }

  text(key: TextKey, values: Values = {}): string {
    return filled(this.catalogue[key] as string, values);
  }

  /** "1 city", "2 cities". */
  count(key: PluralKey, count: number, values: Values = {}): string {
    const forms = this.catalogue[key] as { one: string; other: string };
    const form = this.plurals.select(count) === "one" ? forms.one : forms.other;
    return filled(form, { count: this.integers.format(count), ...values });
  }

  number(value: number): string {
    return this.integers.format(value);
  }

  /** Kilometres as a reader wants them: a digit after the point where it says something. */
  km(metres: number): string {
    const digits = metres > 0 && metres < 99_950 ? 1 : 0;
    const format = new Intl.NumberFormat(this.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return this.text("km", { km: format.format(metres / 1000) });
  }

  /** One of eight directions: what a reader of a list wants to know. */
  direction(bearing: number): string {
    return this.text("directions").split(" ")[Math.round(bearing / 45) % 8] ?? "";
  }

  /** Kosovo carries its asterisk, as on the sheets. */
  country(code: string): string {
    if (!/^[A-Z]{2}$/.test(code)) return code;
    const name = this.regions.of(code) ?? code;
    return code === "XK" ? `${name}*` : name;
  }

  compare(a: string, b: string): number {
    return this.order.compare(a, b);
  }
}
