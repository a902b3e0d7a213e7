import type { Database } from '../../prisma/database.js';
import { reportRows } from '../../prisma/read-models/report-rows.js';
import type { ReportPeriod } from '../../prisma/read-models/report-rows.js';
import { buildReport } from '../../workflows/report/build-report.js';
import type { Report } from '../../workflows/report/report.js';

/** The manager's summary of the decisions of a period; `renderReport` prints it, `JSON.stringify` is its JSON form. */
export async function loadReport(db: Database, period: ReportPeriod): Promise<Report> {
  return buildReport(await reportRows(db, period));
}
