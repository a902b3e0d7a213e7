/** Characters that XML 1.0 cannot hold, however they are written. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text between tags. */
export function xmlContent(text: string): string {
  return text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
    .replaceAll('\r', '&#13;');
}

/** Text in double quotes. Readers turn line ends in attributes into spaces unless they are written as references. */
export function xmlAttribute(text: string): string {
  return xmlContent(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
