/** JSON with sorted keys and no spaces: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length; index += 1) text += (index > 0 ? ',' : '') + canonicalJson(value[index]);
    return `${text}]`;
  }
  if (value !== null && typeof value === 'object') {
    const content = value as Readonly<Record<string, unknown>>;
    let text = '';
    for (const key of Object.keys(content).sort()) {
      const part = content[key];
      if (part !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(part)}`;
    }
    return `{${text}}`;
  }
  return JSON.stringify(value ?? null);
}
