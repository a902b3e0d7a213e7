import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  MarkupKind,
  type CodeAction,
  type CompletionItem,
  type Diagnostic as EditorDiagnostic,
  type Range,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion } from '../../../workflows/assist/completion.js';
import type { Diagnostic, Span } from '../../../workflows/model/diagnostic.js';
import type { Locale } from '../../../workflows/model/localized-text.js';

/** Ours count lines and columns from 1, the protocol from 0; both count UTF-16 code units. */
export function rangeOf({ line, column, endLine, endColumn }: Span): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

export function editorDiagnostic({ span, severity, code, message, suggestion }: Diagnostic): EditorDiagnostic {
  return {
    range: rangeOf(span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'sopwith',
    message: suggestion === undefined ? message : `${message}: ${suggestion}`,
  };
}

const KINDS = {
  key: CompletionItemKind.Property,
  word: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  example: CompletionItemKind.Value,
} as const;

export function completionItem(completion: Completion, document: TextDocument, offset: number, locale: Locale): CompletionItem {
  const { label, insert, length, kind, doc, detail } = completion;
  const range = { start: document.positionAt(offset - length), end: document.positionAt(offset) };
  return {
    label,
    kind: KINDS[kind],
    textEdit: { range, newText: insert },
    ...(detail === null ? {} : { detail }),
    ...(doc === null ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc[locale] } }),
  };
}

/** The repair of a mistake, where it has one obvious one. */
export function quickFix(uri: string, diagnostic: Diagnostic): CodeAction | null {
  const { fix, suggestion } = diagnostic;
  if (!fix) return null;
  return {
    title: suggestion ?? `replace by ${fix.text}`,
    kind: CodeActionKind.QuickFix,
    isPreferred: true,
    diagnostics: [editorDiagnostic(diagnostic)],
    edit: { changes: { [uri]: [{ range: rangeOf(fix.span), newText: fix.text }] } },
  };
}
