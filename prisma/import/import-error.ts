export type ImportErrorCode =
  | 'import-folder-missing'
  | 'import-file-missing'
  | 'import-column-missing'
  | 'import-column-twice'
  | 'import-rejects-unwritable'
  | 'import-mapping-invalid'
  | 'import-file-unreadable';

/** The folder or its mapping cannot be imported at all; nothing was written. The message names place, cause and fix. */
export class ImportError extends Error {
  constructor(
    readonly code: ImportErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
