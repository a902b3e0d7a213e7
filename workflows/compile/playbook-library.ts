import { Diagnostics } from '../language/diagnostics.js';
import { flatten } from '../language/read-playbook.js';
import type { PlanTemplates } from '../model/plan.js';
import type { AuthoredInclude, Playbook } from '../model/playbook.js';
import type { BookGround } from './compile-ground.js';
import { compileTemplates, templateFolder } from './compile-templates.js';
import { nestingOf } from './nesting-of.js';

/** What of a playbook file including ones look at. */
interface LibraryUnit {
  readonly file: string;
  readonly playbook: Playbook | null;
  readonly found: readonly { readonly severity: string }[];
}

/** How large a playbook is with everything it includes. */
export interface WholeSize {
  readonly steps: number;
  /** Levels of branch and parallel inside each other. */
  readonly nesting: number;
}

/** Includes inside each other beyond this are too large anyway. */
const DEEPEST_CHAIN = 100;
const TOO_LARGE: WholeSize = { steps: Infinity, nesting: 0 };

export function includesOf(playbook: Playbook): readonly AuthoredInclude[] {
  return flatten(playbook.steps).filter((step) => step.verb === 'playbook');
}

/** The playbooks of a book, for those that include others. */
export class PlaybookLibrary {
  private readonly byId = new Map<string, LibraryUnit>();
  private readonly sizes = new Map<string, WholeSize | null>();
  private readonly templates = new Map<string, PlanTemplates | null>();
  /** False = a file could not be read, so an id that is not found may be in it. */
  readonly complete: boolean;

  constructor(
    units: readonly LibraryUnit[],
    private readonly ground: Pick<BookGround, 'names' | 'templates'>,
  ) {
    this.complete = units.every(({ playbook }) => playbook !== null);
    for (const unit of units) {
      const id = unit.playbook?.id.value;
      if (id !== undefined && !this.byId.has(id)) this.byId.set(id, unit);
    }
  }

  ids(): readonly string[] {
    return [...this.byId.keys()];
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** A playbook without errors of its own; null = there is none, or it has been told what is wrong with it. */
  find(id: string): Playbook | null {
    const unit = this.byId.get(id);
    return unit && unit.found.every(({ severity }) => severity !== 'error') ? unit.playbook : null;
  }

  /** The ids on the way from one playbook to another through includes, both at the ends; null = there is no way. */
  wayTo(from: string, to: string): readonly string[] | null {
    const cameFrom = new Map<string, string | null>([[from, null]]);
    const waiting = [from];
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      if (id === to) {
        const way: string[] = [];
        for (let step: string | null | undefined = id; typeof step === 'string'; step = cameFrom.get(step)) way.unshift(step);
        return way;
      }
      const here = this.byId.get(id)?.playbook;
      for (const { playbook } of here ? includesOf(here) : []) {
        if (cameFrom.has(playbook.value)) continue;
        cameFrom.set(playbook.value, id);
        waiting.push(playbook.value);
      }
    }
    return null;
  }

  /** Null = it, or something it includes, cannot be put together, which is told there. */
  sizeOf(playbook: Playbook, chain = 0): WholeSize | null {
    const id = playbook.id.value;
    const known = this.sizes.get(id);
    if (known !== undefined) return known;
    if (chain > DEEPEST_CHAIN) return TOO_LARGE;
    // Met again before it is done, it includes itself.
    this.sizes.set(id, null);
    const size = this.measure(playbook, chain);
    this.sizes.set(id, size);
    return size;
  }

  private measure(playbook: Playbook, chain: number): WholeSize | null {
    let steps = flatten(playbook.steps).length;
    let nesting = 0;
    for (const { step, depth } of nestingOf(playbook.steps)) {
      nesting = Math.max(nesting, depth);
      if (step.verb !== 'playbook') continue;
      const target = this.find(step.playbook.value);
      const size = target && this.sizeOf(target, chain + 1);
      if (!size) return null;
      steps += size.steps;
      nesting = Math.max(nesting, depth + (step.when ? 1 : 0) + size.nesting);
    }
    return { steps, nesting };
  }

  /** The templates that a playbook sends itself; null = one has errors, which are told there. */
  templatesOf(playbook: Playbook): PlanTemplates | null {
    const known = this.templates.get(playbook.id.value);
    if (known !== undefined) return known;
    const diagnostics = new Diagnostics();
    const here = this.ground.templates.get(templateFolder(playbook.file)) ?? [];
    const { templates } = compileTemplates(playbook, here, this.ground.names, diagnostics);
    const found = diagnostics.errors() > 0 ? null : templates;
    this.templates.set(playbook.id.value, found);
    return found;
  }
}
