import { Diagnostics } from '../language/diagnostics.js';
import { readFile, type BookDocument } from '../language/read-file.js';
import { readPlaybook } from '../language/read-playbook.js';
import { SourceText } from '../language/source-text.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Plan, PlanTemplates } from '../model/plan.js';
import type { AuthoredParameter, Playbook, SourceFile } from '../model/playbook.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import { assemblePlaybook } from './assemble-playbook.js';
import type { BookGround, OpenedPlaybook } from './compile-ground.js';
import { compilePlaybook, deepFreeze } from './compile-playbook.js';
import { compileTemplates, templateFolder } from './compile-templates.js';
import { judgePlaybook } from './judge-playbook.js';
import type { PlaybookLibrary } from './playbook-library.js';

export interface CompiledPlaybook {
  /** Path of its file. */
  readonly file: string;
  /** The text as written, kept for the record. */
  readonly source: string;
  readonly plan: Plan;
  readonly templates: PlanTemplates;
  /** As declared; the plan has their values bound. */
  readonly parameters: readonly AuthoredParameter[];
  readonly tests: readonly PlaybookTest[];
}

/** A playbook file, read but not yet compiled. It holds no YAML nodes, so that a thousand of them fit into memory. */
export interface PlaybookUnit {
  readonly file: string;
  readonly text: string;
  /** False = it could not even be opened. */
  readonly opened: boolean;
  /** Null = too little is left of it to speak of a playbook. */
  readonly playbook: Playbook | null;
  /** What is wrong with it as far as it was read. */
  readonly found: readonly Diagnostic[];
}

/** A file named as a playbook, opened; without a document when it could not be. */
export interface OpenedFile {
  readonly document: BookDocument | null;
  readonly found: readonly Diagnostic[];
}

export function openPlaybook(file: SourceFile): OpenedFile {
  const diagnostics = new Diagnostics();
  const document = readFile(file, diagnostics);
  return { document, found: diagnostics.all() };
}

/** It is named as a playbook and holds another part of the book. */
export function isForeign({ document }: OpenedFile): boolean {
  return document !== null && document.kind !== 'Playbook';
}

/** Reads a file as far as it could be opened. */
export function unitOf(file: SourceFile, { document, found }: OpenedFile, ground: Pick<BookGround, 'names'>): PlaybookUnit {
  if (document) return readUnit({ document, found }, ground);
  return { file: file.path, text: file.text, opened: false, playbook: null, found };
}

/** Reads an opened playbook; its document is not kept. */
export function readUnit({ document, found }: OpenedPlaybook, { names }: Pick<BookGround, 'names'>): PlaybookUnit {
  const { source } = document.root.reader;
  const diagnostics = new Diagnostics(found);
  const playbook = readPlaybook({ ...document.root, reader: { source, diagnostics } }, names);
  return { file: source.file, text: source.text, opened: true, playbook, found: diagnostics.all() };
}

export interface FinishedUnit {
  /** Nothing is wrong with it, or only worth a warning, and everything it names could be checked. */
  readonly right: boolean;
  /** Null = it is not right, or nobody asked for its plan. */
  readonly compiled: CompiledPlaybook | null;
  /** Everything wrong with the file, and with the templates as this playbook sends them. */
  readonly found: readonly Diagnostic[];
}

/** A warning that may be the reason for an error: it is about how the text was written. */
const BESIDE_ERRORS: readonly string[] = ['comment-eats-text'];

/** Advice is for files that work: beside errors it would only hide them. */
function withoutAdvice(diagnostics: Diagnostics): readonly Diagnostic[] {
  const all = diagnostics.all();
  if (diagnostics.errors() === 0) return all;
  return all.filter(({ severity, code }) => severity === 'error' || BESIDE_ERRORS.includes(code));
}

/** What a playbook is finished with, beside what was read of it. */
export interface FinishWith {
  readonly ground: BookGround;
  /** The playbooks it may include. */
  readonly library: PlaybookLibrary;
  /** False = only what is wrong is of interest. */
  readonly plans: boolean;
}

/**
 * Checks a playbook's templates, holds it against every rule and compiles it when nothing is wrong.
 * @param others what the other files make wrong with it, e.g. an id that is taken.
 */
export function finishUnit(unit: PlaybookUnit, others: readonly Diagnostic[], book: FinishWith): FinishedUnit {
  const { ground, library, plans } = book;
  const { playbook } = unit;
  const diagnostics = new Diagnostics([...unit.found, ...others]);
  if (!playbook) return { right: false, compiled: null, found: withoutAdvice(diagnostics) };
  const templates = ground.templates.get(templateFolder(unit.file)) ?? [];
  const own = compileTemplates(playbook, templates, ground.names, diagnostics);
  const assembled = assemblePlaybook(playbook, own.templates, library, diagnostics);
  judgePlaybook(playbook, own.used, ground.names, diagnostics);
  const found = withoutAdvice(diagnostics);
  if (!ground.catalogue || !assembled || diagnostics.errors() > 0) return { right: false, compiled: null, found };
  if (!plans) return { right: true, compiled: null, found };
  const plan = compilePlaybook(assembled.playbook, assembled.templates);
  const compiled = {
    file: unit.file,
    source: unit.text,
    plan,
    templates: deepFreeze(assembled.templates),
    parameters: playbook.parameters,
    tests: assembled.playbook.tests,
  };
  return { right: true, compiled, found };
}

/** The first line of a file, for mistakes that have no better place. */
export function firstLineOf({ file, text }: Pick<PlaybookUnit, 'file' | 'text'>): Pick<Diagnostic, 'file' | 'span'> {
  const source = new SourceText(file, text);
  return { file, span: source.span(source.restOfLine(0)) };
}
