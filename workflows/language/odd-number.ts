/** Digits, and nothing that only programmers and other languages know: no 0x1F, 1_000, 1e9, .inf, +5 or 007. */
export function isPlainNumber(written: string): boolean {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(written);
}

const ODD = /^[-+]?(?:\.inf|\.nan|0x[\da-f_]+|0o[0-7_]+|0\d[\d.]*|\d[\d_ ,]*(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+|\d+\.)$/i;

/** What to write instead of a number in a notation that is not part of the language, or null. */
export function oddNumberAdvice(written: string): string | null {
  const text = written.trim();
  if (text.length > 60 || isPlainNumber(text) || !ODD.test(text)) return null;
  if (/inf$/i.test(text)) return 'there is no infinite number: write digits, or leave it out';
  if (/nan$/i.test(text)) return 'this is "not a number" to YAML: write digits, or null for unknown';
  const value = Number(text.replace(/[_ ,]/g, ''));
  const plain = String(value);
  return isPlainNumber(plain)
    ? `write numbers in plain digits: ${plain}`
    : 'write numbers in plain digits, at most fifteen of them';
}
