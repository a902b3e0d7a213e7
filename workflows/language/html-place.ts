/** Where in an HTML text something stands. */
export type HtmlPlace =
  | { readonly in: 'text' | 'comment' | 'tag' }
  /** Inside a script or style element. */
  | { readonly in: 'raw'; readonly element: string }
  | { readonly in: 'attribute'; readonly name: string; readonly quoted: boolean };

type State = 'text' | 'comment' | 'tag' | 'name' | 'after_name' | 'before_value' | 'quoted' | 'bare' | 'raw';

/**
 * Goes through the HTML part of a template from the front to the back and says where it has come to. What stands in
 * `{{ }}` is passed over: it is data or a block, never markup.
 */
export class HtmlScanner {
  private at = 0;
  private state: State = 'text';
  private element = '';
  private attribute = '';
  private quote = '';

  constructor(private readonly html: string) {}

  /** The place just before an offset; offsets must not go back. */
  placeAt(offset: number): HtmlPlace {
    while (this.at < offset) this.step();
    switch (this.state) {
      case 'raw':
        return { in: 'raw', element: this.element };
      case 'quoted':
        return { in: 'attribute', name: this.attribute, quoted: true };
      case 'before_value':
      case 'bare':
        return { in: 'attribute', name: this.attribute, quoted: false };
      case 'name':
      case 'after_name':
        return { in: 'tag' };
      default:
        return { in: this.state };
    }
  }

  private skipTo(text: string): void {
    const found = this.html.indexOf(text, this.at);
    this.at = found < 0 ? this.html.length : found + text.length;
  }

  private step(): void {
    const { html } = this;
    if (html.startsWith('{{', this.at)) {
      if (html.startsWith('{{!--', this.at)) this.skipTo('--}}');
      else this.skipTo('}}');
      return;
    }
    const character = html[this.at] ?? '';
    this.at += 1;
    switch (this.state) {
      case 'text':
        if (character === '<') this.open();
        return;
      case 'comment':
        if (character === '>' && html.slice(0, this.at).endsWith('-->')) this.state = 'text';
        return;
      case 'raw':
        if (character === '<' && html.slice(this.at, this.at + 1 + this.element.length).toLowerCase() === `/${this.element}`) {
          this.state = 'tag';
          this.element = `/${this.element}`;
        }
        return;
      case 'quoted':
        if (character === this.quote) this.state = 'tag';
        return;
      default:
        this.inTag(character);
    }
  }

  /** Behind a `<`. */
  private open(): void {
    const { html } = this;
    if (html.startsWith('!--', this.at)) {
      this.state = 'comment';
      this.at += 3;
      return;
    }
    const name = /^\/?[A-Za-z][^\s/>{]*/.exec(html.slice(this.at, this.at + 64))?.[0];
    if (name === undefined) return;
    this.at += name.length;
    this.element = name.toLowerCase();
    this.state = 'tag';
  }

  private inTag(character: string): void {
    if (character === '>') {
      this.state = this.element === 'script' || this.element === 'style' ? 'raw' : 'text';
      return;
    }
    const space = /[\s/]/.test(character);
    switch (this.state) {
      case 'tag':
        if (space) return;
        this.state = 'name';
        this.attribute = character.toLowerCase();
        return;
      case 'name':
      case 'after_name':
        if (character === '=') this.state = 'before_value';
        else if (space) this.state = 'after_name';
        else if (this.state === 'after_name') {
          this.state = 'name';
          this.attribute = character.toLowerCase();
        } else this.attribute += character.toLowerCase();
        return;
      case 'before_value':
        if (/\s/.test(character)) return;
        this.state = character === '"' || character === "'" ? 'quoted' : 'bare';
        this.quote = character;
        return;
      default:
        // A bare value ends at white space only; a slash belongs to it.
        if (/\s/.test(character)) this.state = 'tag';
    }
  }
}
