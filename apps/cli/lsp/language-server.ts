import type { Readable, Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CodeActionKind,
  MarkupKind,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  TextDocuments,
  createConnection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { completionsAt } from '../../../workflows/assist/completions.js';
import { hoverAt } from '../../../workflows/assist/hover.js';
import { formatPlaybook } from '../../../workflows/language/format/format-playbook.js';
import type { Diagnostic } from '../../../workflows/model/diagnostic.js';
import type { Locale } from '../../../workflows/model/localized-text.js';
import { EditedBook } from './edited-book.js';
import { completionItem, editorDiagnostic, quickFix } from './protocol.js';

function pathOf(uri: string): string | null {
  return uri.startsWith('file:') ? fileURLToPath(uri) : null;
}

function touches(diagnostic: Diagnostic, from: number, to: number): boolean {
  return diagnostic.span.line - 1 <= to && diagnostic.span.endLine - 1 >= from;
}

/**
 * A language server over two streams: diagnostics as one types, completion, hover and quick fixes, from the functions
 * that `sopwith lint` and the reference are made of. Files of other kinds get no answer.
 * @returns when the editor says goodbye or its stream ends.
 */
export function serveLanguage(input: Readable, output: Writable): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, new StreamMessageReader(input), new StreamMessageWriter(output));
  const documents = new TextDocuments(TextDocument);
  const books: EditedBook[] = [];
  /** The newest mistakes of each file that was told any. */
  const told = new Map<string, readonly Diagnostic[]>();
  let locale: Locale = 'en';

  const bookOf = (path: string): EditedBook => {
    const known = books.find((book) => book.has(path));
    if (known) return known;
    const book = new EditedBook(path);
    books.push(book);
    return book;
  };

  const lint = (book: EditedBook): void => {
    const found = book.lint();
    for (const [path, diagnostics] of found) {
      told.set(path, diagnostics);
      void connection.sendDiagnostics({ uri: pathToFileURL(path).href, diagnostics: diagnostics.map(editorDiagnostic) });
    }
    for (const [path, diagnostics] of told) {
      if (found.has(path) || diagnostics.length === 0 || !book.has(path)) continue;
      told.set(path, []);
      void connection.sendDiagnostics({ uri: pathToFileURL(path).href, diagnostics: [] });
    }
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    locale = params.locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
    return {
      serverInfo: { name: 'sopwith' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: [' ', '.', '"', '(', '{', '['] },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        documentFormattingProvider: true,
      },
    };
  });

  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path === null) return;
    const book = bookOf(path);
    book.edit(path, document.getText());
    lint(book);
  });

  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    const book = path === null ? undefined : books.find((one) => one.has(path));
    if (path === null || !book) return;
    book.close(path);
    if (book.empty) books.splice(books.indexOf(book), 1);
    else lint(book);
  });

  connection.onDidChangeWatchedFiles(() => {
    for (const book of books) {
      book.reload();
      lint(book);
    }
  });

  connection.onCompletion(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    const path = pathOf(textDocument.uri);
    if (!document || path === null) return [];
    const offset = document.offsetAt(position);
    const found = completionsAt(document.getText(), offset, bookOf(path).help(path));
    return found.map((completion) => completionItem(completion, document, offset, locale));
  });

  connection.onHover(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    const path = pathOf(textDocument.uri);
    if (!document || path === null) return null;
    const hover = hoverAt(document.getText(), document.offsetAt(position), bookOf(path).help(path), locale);
    if (!hover) return null;
    const range = { start: document.positionAt(hover.start), end: document.positionAt(hover.end) };
    return { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range };
  });

  connection.onCodeAction(({ textDocument, range }) => {
    const path = pathOf(textDocument.uri);
    const diagnostics = (path !== null && told.get(path)) || [];
    return diagnostics
      .filter((diagnostic) => touches(diagnostic, range.start.line, range.end.line))
      .flatMap((diagnostic) => quickFix(textDocument.uri, diagnostic) ?? []);
  });

  connection.onDocumentFormatting(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    const path = pathOf(textDocument.uri);
    if (!document || path === null) return [];
    const { text } = formatPlaybook({ path, text: document.getText() });
    // A file that cannot be read is left as it is.
    if (text === null || text === document.getText()) return [];
    const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
    return [{ range: whole, newText: text }];
  });

  documents.listen(connection);
  return new Promise((resolve) => {
    connection.onShutdown(() => undefined);
    connection.onExit(() => resolve());
    input.once('end', () => resolve());
    input.once('close', () => resolve());
    connection.listen();
  });
}
