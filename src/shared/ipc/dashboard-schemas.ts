import { z } from 'zod';
import type { ImportReport } from '../dashboards/grafana/import-report.ts';
import type { Dashboard } from '../domain/dashboard.ts';
import {
  type DashboardSummary,
  MAX_DASHBOARD_TEXT,
  type StoredDashboard,
} from '../domain/dashboard-library.ts';
import { idSchema } from './schemas.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** The importer built it from checked JSON in main: a second description of the whole model would only drift from it. */
const dashboardSchema = z.custom<Dashboard>(isObject, 'expected a dashboard');
const reportSchema = z.custom<ImportReport>(isObject, 'expected a report');

export const dashboardTextSchema = z
  .string()
  .min(1, 'the dashboard is empty')
  .max(MAX_DASHBOARD_TEXT, 'the dashboard is larger than 10 MiB');

export const dashboardTitleSchema = z.string().trim().min(1).max(200);

/** Name of a file in the trash of an environment's dashboards. */
export const trashNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}\.[0-9TZ-]{10,40}\.json$/);

export const dashboardSummarySchema = z.strictObject({
  id: idSchema,
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  panelCount: z.int(),
  undrawnCount: z.int(),
  changedAtMs: z.number(),
  problem: z.string().nullable(),
}) satisfies z.ZodType<DashboardSummary>;

export const storedDashboardSchema = z.strictObject({
  id: idSchema,
  dashboard: dashboardSchema,
  report: reportSchema,
}) satisfies z.ZodType<StoredDashboard>;
