import type { Database } from '../../../prisma/database.js';
import { reportRows, type ReportPeriod } from '../../../prisma/read-models/report-rows.js';
import { buildReport } from '../../../workflows/report/build-report.js';
import type { Report } from '../../../workflows/report/report.js';

/** The manager's summary of what was decided in a period, as of an instant. */
export async function loadReport(db: Database, period: ReportPeriod): Promise<Report> {
  return buildReport(await reportRows(db, period));
}
