// One form for all ways to type a name: case, marks and letters that no decomposition takes apart.
const letters: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŋ: "n", ς: "σ",
};

/** Punctuation counts as a blank, and blanks as one, so that "LET'S GO" and "lets go" differ by no more than a blank. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđðþłħıŋς]/gu, (letter) => letters[letter] ?? letter)
    .replace(/['’ʼ.]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What a person typed exactly is worth more than what folding made equal. */
export function plain(text: string): string {
  return text.normalize("NFC").toLowerCase().trim();
}
