/** A text for a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Code within a line, also when it holds a backtick. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A sentence of ours: what looks like a tag is shown as it is. */
export function prose(text: string): string {
  return text.replaceAll('<', '&lt;');
}

/** A block of text as it is written. */
export function textBlock(text: string): string {
  return `\`\`\`text\n${text.replace(/\n$/, '')}\n\`\`\``;
}
