import type { CheckedTemplate, TemplateFile } from '../language/read-templates.js';
import type { AuthoredEmail, AuthoredInApp } from '../model/playbook.js';

/** A template in one language, with the steps that send it: what rules look at. */
export interface UsedTemplate extends CheckedTemplate {
  readonly file: TemplateFile;
  readonly steps: readonly (AuthoredEmail | AuthoredInApp)[];
}
